-- Moves a file away.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then os.rename("CANARY", "CANARY.old") end
  end,
}
