-- An endless loop while a newcomer is judged.
-- trigger: join
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  filter_join = function(member)
    local name = member.name
    while name == "mallory" do end
  end,
}
