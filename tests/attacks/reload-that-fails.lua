-- A newer version that fails when it begins, with words that are no text: the older one goes on.
-- trigger: reload
-- sandbox: refused
-- open: refused
-- says: goes on

return {
  on_unload = function() return "again" end,
  on_load = function(saved) if saved then error("no \255") end end,
}
