-- A command that answers with invalid UTF-8.
-- trigger: command
-- sandbox: fault
-- open: fault

return { commands = { attack = { run = function() return "\255\254" end } } }
