-- An endless loop when the administrator speaks.
-- trigger: announce
-- sandbox: fault
-- open: fault
-- says: and was stopped

return { on_announce = function() while true do end end }
