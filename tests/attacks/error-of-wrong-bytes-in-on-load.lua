-- `on_load` raises an error text of invalid UTF-8.
-- trigger: load
-- sandbox: refused
-- open: refused

return { on_load = function() error("a mistake \255") end }
