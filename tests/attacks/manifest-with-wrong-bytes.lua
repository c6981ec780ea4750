-- Fields with names of invalid UTF-8, and with too long names.
-- trigger: load
-- sandbox: refused
-- open: refused

return { ["on_" .. ("\255"):rep(100000)] = function() end }
