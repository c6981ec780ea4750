-- An endless loop when the plugin's file is taken away.
-- trigger: unload
-- sandbox: killed
-- open: killed
-- says: stood still

return { on_unload = function() while true do end end }
