-- An error whose value is nil.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: error object is a nil value

return {
  on_message = function(message)
    if message.text == "attack" then error(nil) end
  end,
}
