-- An endless loop when the plugin begins.
-- trigger: load
-- sandbox: killed
-- open: killed
-- says: is benched

return { on_load = function() while true do end end }
