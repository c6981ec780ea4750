-- A table that never answers.
-- trigger: load
-- sandbox: killed
-- open: killed
-- says: is benched

return setmetatable({}, { __index = function() while true do end end })
