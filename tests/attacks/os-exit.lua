-- Ends its process as if all were well.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then os.exit(0) end
  end,
}
