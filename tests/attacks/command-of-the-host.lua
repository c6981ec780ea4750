-- Claims the host's command `help`.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: /help is the host's own

return { commands = { help = { run = function() return "there is no help" end } } }
