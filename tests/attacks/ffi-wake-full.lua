-- Fills the counter of the event descriptor that wakes the host.
-- trigger: message
-- sandbox: fault
-- open: harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("long write(int, const void*, size_t);")
    for _ = 1, 10 do ffi.C.write(5, ffi.new("uint64_t[1]", 0xfffffffffffffffeULL), 8) end
    ffi.C.write(5, "x", 1)
  end,
}
