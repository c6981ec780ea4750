-- An endless loop in a finalizer, which no hook interrupts. The sandbox has no finalizers.
-- trigger: message
-- sandbox: fault
-- open: killed
-- says: newproxy

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    getmetatable(newproxy(true)).__gc = function() while true do end end
    collectgarbage()
  end,
}
