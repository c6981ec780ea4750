-- A newer version that loops when it begins: the older one goes on.
-- trigger: reload
-- sandbox: refused
-- open: refused
-- says: and was stopped

return {
  on_unload = function() return "again" end,
  on_load = function(saved) while saved do end end,
}
