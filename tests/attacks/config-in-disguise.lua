-- Settings that exist only in a metatable.
-- trigger: load
-- sandbox: refused or killed
-- open: refused or killed

return { config = setmetatable({}, { __index = function() while true do end end, __newindex = error, __len = error, __metatable = 1 }) }
