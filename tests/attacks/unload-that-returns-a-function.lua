-- Returns a function from `on_unload`.
-- trigger: reload
-- sandbox: fault
-- open: fault
-- says: is no plain data

return { on_unload = function() return { deep = { deeper = print or error } } end }
