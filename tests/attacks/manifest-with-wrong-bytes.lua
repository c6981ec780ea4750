-- Fields whose names are no text, and too long.
-- trigger: load
-- sandbox: refused
-- open: refused

return { ["on_" .. ("\255"):rep(100000)] = function() end }
