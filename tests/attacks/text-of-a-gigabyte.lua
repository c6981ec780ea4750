-- A string larger than its memory limit.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: not enough memory

return {
  on_message = function(message)
    if message.text == "attack" then return ("x"):rep(1e9) end
  end,
}
