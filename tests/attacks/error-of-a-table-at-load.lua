-- A file that fails with a table whose `__tostring` loops.
-- trigger: load
-- sandbox: refused
-- open: refused

error(setmetatable({}, { __tostring = function() while true do end end, __index = error }))
