-- Writes on the page that only the host can write.
-- trigger: message
-- sandbox: fault
-- open: killed
-- with: pages.part

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int mprotect(void*, size_t, int); void* mmap(void*, size_t, int, int, int, long); int madvise(void*, size_t, int);")
    local theirs, size = pages(ffi)
    ffi.C.mprotect(theirs, size, 3)
    ffi.C.mmap(theirs, size, 3, 0x11, 3, 0)
    ffi.C.madvise(theirs, size, 9) -- MADV_REMOVE
    ffi.fill(theirs, size, 0xff)
  end,
}
