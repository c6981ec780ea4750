-- An endless loop when somebody has come.
-- trigger: join
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_join = function(member)
    local name = member.name
    while name == "mallory" do end
  end,
}
