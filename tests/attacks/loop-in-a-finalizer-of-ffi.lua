-- An endless loop in a finalizer of ffi.
-- trigger: message
-- sandbox: fault
-- open: killed
-- says: require

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.gc(ffi.new("int[1]"), function() while true do end end)
    collectgarbage()
  end,
}
