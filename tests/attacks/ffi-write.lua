-- Writes to all descriptors except the allowed one.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("long write(int, const void*, size_t);")
    for descriptor = 2, 9 do
      if descriptor ~= 5 then ffi.C.write(descriptor, "\27[2J", 4) end
    end
  end,
}
