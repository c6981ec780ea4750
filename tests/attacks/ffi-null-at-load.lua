-- Writes to address 0 whenever it is loaded: three workers die, and it is benched.
-- trigger: load
-- sandbox: refused
-- open: killed

local ffi = require("ffi")
ffi.cast("int*", 0)[0] = 1
