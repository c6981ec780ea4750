-- An endless loop when the room ends: the host must still end in time.
-- trigger: itself
-- sandbox: harmless
-- open: harmless

return { on_unload = function() while true do end end }
