-- A newer version whose start fails with an error text of invalid UTF-8: the older version goes on.
-- trigger: reload
-- sandbox: refused
-- open: refused
-- says: goes on

return {
  on_unload = function() return "again" end,
  on_load = function(saved) if saved then error("no \255") end end,
}
