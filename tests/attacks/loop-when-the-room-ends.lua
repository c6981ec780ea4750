-- An endless loop when the room ends: the host ends in time all the same.
-- trigger: itself
-- sandbox: harmless
-- open: harmless

return { on_unload = function() while true do end end }
