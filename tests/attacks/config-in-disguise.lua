-- Settings that are there only for who asks.
-- trigger: load
-- sandbox: harmless or killed
-- open: harmless or killed

return { config = setmetatable({}, { __index = function() while true do end end, __newindex = error, __len = error, __metatable = 1 }) }
