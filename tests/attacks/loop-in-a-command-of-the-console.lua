-- An endless loop in a command that the administrator gives.
-- trigger: console
-- sandbox: killed
-- open: killed
-- says: stood still

return { commands = { attack = { role = "admin", run = function() while true do end end } } }
