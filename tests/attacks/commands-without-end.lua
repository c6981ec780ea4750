-- Ten thousand commands.
-- trigger: load
-- sandbox: refused or fault or killed
-- open: refused or fault or killed

local commands = {}
for i = 1, 1e4 do commands["c" .. i] = { run = error } end
return { commands = commands }
