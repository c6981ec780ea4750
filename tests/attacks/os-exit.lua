-- Ends its process with status 0.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then os.exit(0) end
  end,
}
