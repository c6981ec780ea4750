-- A plugin table whose `__index` answers every key.
-- trigger: load
-- sandbox: refused
-- open: refused

return setmetatable({}, { __index = function() return function() while true do end end end })
