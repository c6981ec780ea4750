-- A command that returns values of wrong types.
-- trigger: command
-- sandbox: fault
-- open: fault
-- says: a command returns nothing

return { commands = { attack = { run = function() return { answer = 42 } end } } }
