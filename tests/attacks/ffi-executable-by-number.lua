-- Makes a page executable by a raw system call, with unused bits set.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long); long syscall(long, ...);")
    local page = ffi.cast("long", ffi.C.mmap(nil, 4096, 3, 0x22, -1, 0))
    ffi.C.syscall(ffi.cast("long", 10), page, ffi.cast("long", 4096), ffi.cast("long", 0x01000000 + 4))
  end,
}
