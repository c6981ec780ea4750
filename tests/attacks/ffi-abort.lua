-- Calls abort().
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void abort(void);")
    ffi.C.abort()
  end,
}
