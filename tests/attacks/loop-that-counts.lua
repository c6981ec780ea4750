-- A loop that the compiler turns into machine code.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    local x = 0
    while message.text == "attack" do x = x + 1 end
    return x > 0 or nil
  end,
}
