-- A table that never answers.
-- trigger: load
-- sandbox: refused
-- open: refused
-- says: and was stopped

return setmetatable({}, { __index = function() while true do end end })
