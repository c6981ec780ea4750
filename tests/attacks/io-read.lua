-- Reads the administrator's input.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then io.read() end
  end,
}
