-- Refuses a newcomer with a reason of invalid UTF-8.
-- trigger: join
-- sandbox: fault
-- open: fault

return {
  filter_join = function(member)
    if member.name == "mallory" then return false, "\255\27[2J" end
  end,
}
