-- An endless loop when somebody has gone.
-- trigger: leave
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_leave = function(member)
    local name = member.name
    while name == "mallory" do end
  end,
}
