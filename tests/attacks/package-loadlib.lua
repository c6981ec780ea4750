-- Loads a shared library of the system.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then package.loadlib("CANARY", "*") end
  end,
}
