-- Blocks and handles all signals.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void* signal(int, void*);")
    for number = 1, 31 do ffi.C.signal(number, ffi.cast("void*", 1)) end
  end,
}
