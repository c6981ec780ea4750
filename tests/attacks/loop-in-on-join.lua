-- An endless loop after a join.
-- trigger: join
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_join = function(member)
    local name = member.name
    while name == "mallory" do end
  end,
}
