-- An endless loop when the plugin begins.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: and was stopped

return { on_load = function() while true do end end }
