-- Creates a temporary file.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then os.tmpname() end
  end,
}
