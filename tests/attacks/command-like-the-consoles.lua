-- Has commands `plugin` and `quit`, like the console's own.
-- trigger: load
-- sandbox: refused or harmless
-- open: refused or harmless

return { commands = { plugin = { run = function() return "there are no plugins" end }, quit = { run = function() return "no" end } } }
