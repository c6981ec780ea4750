-- A plugin table whose `__index` loops.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: and was stopped

return setmetatable({}, { __index = function() while true do end end })
