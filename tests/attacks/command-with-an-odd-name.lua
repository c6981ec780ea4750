-- A command whose name is an escape sequence.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: a command is named with

return { commands = { ["\27[2J\27]0;x\7\255"] = { run = function() end } } }
