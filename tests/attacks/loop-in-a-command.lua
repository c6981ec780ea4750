-- An endless loop in a command.
-- trigger: command
-- sandbox: fault
-- open: fault
-- says: and was stopped

return { commands = { attack = { run = function() while true do end end } } }
