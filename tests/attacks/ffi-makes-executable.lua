-- Makes one of its pages executable.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long); int mprotect(void*, size_t, int);")
    local page = ffi.C.mmap(nil, 4096, 3, 0x22, -1, 0)
    ffi.C.mprotect(page, 4096, 5)
  end,
}
