-- An endless loop in a command.
-- trigger: command
-- sandbox: killed
-- open: killed
-- says: stood still

return { commands = { attack = { run = function() while true do end end } } }
