-- Turns the compiler on and gives it something to compile.
-- trigger: message
-- sandbox: fault
-- open: killed or harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    jit.on()
    local x = 0
    for i = 1, 1e5 do x = x + i % 3 end
    return nil
  end,
}
