-- A newer version that loops at its start: the older version goes on.
-- trigger: reload
-- sandbox: refused
-- open: refused
-- says: and was stopped

return {
  on_unload = function() return "again" end,
  on_load = function(saved) while saved do end end,
}
