-- Asks for its parent's process id.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int getppid(void);")
    ffi.C.getppid()
  end,
}
