-- Returns a coroutine instead of a table.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: end it with `return`

return coroutine.create(function() end)
