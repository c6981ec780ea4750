-- A table that has whatever it is asked for.
-- trigger: load
-- sandbox: refused
-- open: refused

return setmetatable({}, { __index = function() return function() while true do end end end })
