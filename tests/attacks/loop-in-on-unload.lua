-- An endless loop when the plugin's file is removed.
-- trigger: unload
-- sandbox: fault
-- open: fault
-- says: and was stopped

return { on_unload = function() while true do end end }
