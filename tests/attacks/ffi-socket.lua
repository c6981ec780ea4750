-- Opens a network socket.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int socket(int, int, int);")
    ffi.C.socket(2, 2, 0)
  end,
}
