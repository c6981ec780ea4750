-- Maps the shared pages as executable.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long);")
    for file = 0, 20 do ffi.C.mmap(nil, 4096, 5, 1, file, 0) end
  end,
}
