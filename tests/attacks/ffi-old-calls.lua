-- System calls by the 32-bit interface, past a filter that knows only the 64-bit one.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long);")
    if ffi.arch ~= "x64" then ffi.cast("int*", 0)[0] = 1 end
    local code = ffi.C.mmap(nil, 4096, 7, 0x22, -1, 0)
    -- mov eax, 20 (getpid); int 0x80; ret
    ffi.copy(code, "\184\20\0\0\0\205\128\195", 8)
    ffi.cast("int (*)(void)", code)()
  end,
}
