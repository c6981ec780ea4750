-- An endless loop in a command that the administrator gives.
-- trigger: console
-- sandbox: fault
-- open: fault
-- says: and was stopped

return { commands = { attack = { role = "admin", run = function() while true do end end } } }
