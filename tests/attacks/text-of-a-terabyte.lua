-- A string larger than Lua allows.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text == "attack" then return ("x"):rep(1e12) end
  end,
}
