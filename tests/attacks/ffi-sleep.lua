-- Sleeps instead of working.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int poll(void*, unsigned long, int);")
    ffi.C.poll(nil, 0, 5000)
  end,
}
