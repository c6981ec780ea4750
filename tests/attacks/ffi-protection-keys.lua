-- Makes a page executable by the call for protection keys.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long); long syscall(long, ...);")
    local page = ffi.cast("long", ffi.C.mmap(nil, 4096, 3, 0x22, -1, 0))
    ffi.C.syscall(ffi.cast("long", 329), page, ffi.cast("long", 4096), ffi.cast("long", 7), ffi.cast("long", -1))
  end,
}
