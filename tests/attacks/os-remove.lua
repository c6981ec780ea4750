-- Removes a file.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then os.remove("CANARY") end
  end,
}
