-- A command whose help is longer than all that passes between processes.
-- trigger: load
-- sandbox: refused or fault
-- open: refused or fault

return { commands = { attack = { help = ("help "):rep(200000), run = function() end } } }
