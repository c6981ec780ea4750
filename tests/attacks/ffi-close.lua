-- Closes its channel to the host.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int close(int);")
    for descriptor = 0, 9 do ffi.C.close(descriptor) end
  end,
}
