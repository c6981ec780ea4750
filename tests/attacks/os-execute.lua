-- Has a shell remove a file, and sleep.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text == "attack" then os.execute("rm 'CANARY'; sleep 5") end
  end,
}
