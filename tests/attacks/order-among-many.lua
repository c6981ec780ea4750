-- Before a hundred thousand others that are not there.
-- trigger: load
-- sandbox: refused or killed
-- open: refused or killed

local others = {}
for i = 1, 1e5 do others[i] = "nobody" .. i end
return { before = others, after = others }
