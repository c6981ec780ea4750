-- Settings that are functions.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: is no plain data

return { config = { on = function() end } }
