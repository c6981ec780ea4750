-- Opens a file by a system call.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int open(const char*, int, ...);")
    ffi.C.open("CANARY", 513)
  end,
}
