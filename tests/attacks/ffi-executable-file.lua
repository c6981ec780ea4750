-- Maps a file in memory to execute it.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int memfd_create(const char*, unsigned); void* mmap(void*, size_t, int, int, int, long);")
    local file = ffi.C.memfd_create("code", 0)
    ffi.C.mmap(nil, 4096, 5, 1, file, 0)
  end,
}
