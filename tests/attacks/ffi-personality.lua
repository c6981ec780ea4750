-- Makes every readable page executable from now on.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int personality(unsigned long);")
    ffi.C.personality(0x0400000)
  end,
}
