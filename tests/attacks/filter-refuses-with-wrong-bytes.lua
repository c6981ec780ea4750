-- Refuses a newcomer with what is no UTF-8.
-- trigger: join
-- sandbox: fault
-- open: fault

return {
  filter_join = function(member)
    if member.name == "mallory" then return false, "\255\27[2J" end
  end,
}
