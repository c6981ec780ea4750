-- Writes over its own stack, upwards.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("extern char** environ;")
    local top = ffi.cast("char*", ffi.C.environ)
    ffi.fill(top - 65536, 65536, 0x41)
    while true do pcall(error, "what now?") end
  end,
}
