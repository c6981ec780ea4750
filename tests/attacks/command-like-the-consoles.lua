-- Wants to be what the administrator types to end the room: he means his own.
-- trigger: load
-- sandbox: refused or harmless
-- open: refused or harmless

return { commands = { plugin = { run = function() return "there are no plugins" end }, quit = { run = function() return "no" end } } }
