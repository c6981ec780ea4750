-- An endless loop at the administrator's announcement.
-- trigger: announce
-- sandbox: fault
-- open: fault
-- says: and was stopped

return { on_announce = function() while true do end end }
