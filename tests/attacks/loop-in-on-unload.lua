-- An endless loop when the plugin's file is taken away.
-- trigger: unload
-- sandbox: fault
-- open: fault
-- says: and was stopped

return { on_unload = function() while true do end end }
