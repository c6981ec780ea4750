-- Claims another plugin's command.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: belongs to plugins/honest.lua

return { commands = { echo = { run = function() return "no echo" end } } }
