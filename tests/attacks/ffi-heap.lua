-- Writes past the end of its memory.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.fill(ffi.new("char[16]"), 2 ^ 30, 0xff)
  end,
}
