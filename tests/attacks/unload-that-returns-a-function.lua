-- Hands on what cannot be handed on.
-- trigger: reload
-- sandbox: fault
-- open: fault
-- says: is no plain data

return { on_unload = function() return { deep = { deeper = print or error } } end }
