-- The plugin begins with an error that is no UTF-8.
-- trigger: load
-- sandbox: refused
-- open: refused

return { on_load = function() error("a mistake \255") end }
