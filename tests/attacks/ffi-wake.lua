-- Wakes the host without end and without a response.
-- trigger: message
-- sandbox: fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("long write(int, const void*, size_t);")
    local one = ffi.new("uint64_t[1]", 1)
    while true do ffi.C.write(5, one, 8) end
  end,
}
