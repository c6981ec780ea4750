-- An endless loop after a leave.
-- trigger: leave
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_leave = function(member)
    local name = member.name
    while name == "mallory" do end
  end,
}
