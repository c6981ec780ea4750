-- Refuses a newcomer with the reason "OK", which means success.
-- trigger: join
-- sandbox: harmless
-- open: harmless

return {
  filter_join = function(member)
    if member.name == "mallory" then return false, "OK" end
  end,
}
