-- An endless loop when the administrator speaks.
-- trigger: announce
-- sandbox: killed
-- open: killed
-- says: stood still

return { on_announce = function() while true do end end }
