-- A command that answers with thirty thousand lines.
-- trigger: command
-- sandbox: fault
-- open: fault

return { commands = { attack = { run = function() return ("x\n"):rep(30000) end } } }
