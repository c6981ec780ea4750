-- Must run before a hundred thousand plugins that do not exist.
-- trigger: load
-- sandbox: refused or killed
-- open: refused or killed

local others = {}
for i = 1, 1e5 do others[i] = "nobody" .. i end
return { before = others, after = others }
