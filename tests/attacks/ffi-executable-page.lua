-- Maps a page that is writable and executable.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long);")
    ffi.C.mmap(nil, 4096, 7, 0x22, -1, 0)
  end,
}
