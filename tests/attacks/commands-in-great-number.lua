-- Five thousand commands: few enough to be made in time, too many for one record.
-- trigger: load
-- sandbox: refused or fault
-- open: refused or fault

local commands = {}
for i = 1, 5000 do commands["c" .. i] = { run = error, help = ("help "):rep(30) } end
return { commands = commands }
