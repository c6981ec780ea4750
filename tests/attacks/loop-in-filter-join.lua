-- An endless loop while a newcomer is judged.
-- trigger: join
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  filter_join = function(member)
    local name = member.name
    while name == "mallory" do end
  end,
}
