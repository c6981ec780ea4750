-- Returns a hundred megabytes from `on_unload`.
-- trigger: reload
-- sandbox: fault or killed
-- open: fault or killed

return { on_unload = function() return ("x"):rep(1e8) end }
