-- The same while it is loaded, each time: three workers die, and it is benched.
-- trigger: load
-- sandbox: refused
-- open: killed

local ffi = require("ffi")
ffi.cast("int*", 0)[0] = 1
