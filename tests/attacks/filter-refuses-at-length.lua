-- Refuses a newcomer with a reason of a megabyte.
-- trigger: join
-- sandbox: harmless
-- open: harmless

return {
  filter_join = function(member)
    if member.name == "mallory" then return false, ("go away "):rep(2 ^ 17) end
  end,
}
