-- All bytes of a long text as values.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: string slice too long

return {
  on_message = function(message)
    if message.text == "attack" then return ("x"):rep(1e6):byte(1, -1) end
  end,
}
