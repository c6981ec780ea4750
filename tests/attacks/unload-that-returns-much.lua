-- Hands a hundred megabytes on to its next version.
-- trigger: reload
-- sandbox: fault or killed
-- open: fault or killed

return { on_unload = function() return ("x"):rep(1e8) end }
