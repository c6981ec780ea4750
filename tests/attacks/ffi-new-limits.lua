-- Raises its limits of memory and processes, and installs another filter.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int setrlimit(int, const void*); int prctl(int, ...);")
    ffi.C.setrlimit(9, ffi.new("uint64_t[2]", { -1, -1 }))
    ffi.C.prctl(22, ffi.cast("int", 0))
  end,
}
