-- One text larger than any can be.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text == "attack" then return ("x"):rep(1e12) end
  end,
}
