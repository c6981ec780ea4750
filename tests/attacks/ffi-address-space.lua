-- Allocates all of its address space, and goes on.
-- trigger: message
-- sandbox: fault
-- open: any

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* mmap(void*, size_t, int, int, int, long);")
    for shift = 30, 12, -1 do
      for _ = 1, 64 do
        if ffi.cast("intptr_t", ffi.C.mmap(nil, 2 ^ shift, 3, 0x22, -1, 0)) == -1 then break end
      end
    end
  end,
}
