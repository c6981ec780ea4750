-- Not a table at all.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: end it with `return`

return coroutine.create(function() end)
