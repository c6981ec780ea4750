-- Ends its process with status 0.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void _exit(int);")
    ffi.C._exit(0)
  end,
}
