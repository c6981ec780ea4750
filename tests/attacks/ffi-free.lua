-- Frees memory that was not allocated.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void free(void*);")
    ffi.C.free(ffi.cast("void*", 0x12345678))
  end,
}
