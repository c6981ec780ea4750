-- Starts a program.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then io.popen("rm 'CANARY'"):close() end
  end,
}
