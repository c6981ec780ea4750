-- Writes over its own stack, upwards.
-- trigger: message
-- sandbox: fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("extern void* __libc_stack_end;")
    local top = ffi.cast("char*", ffi.C.__libc_stack_end)
    ffi.fill(top - 65536, 65536, 0x41)
    while true do pcall(error, "what now?") end
  end,
}
