-- Keeps nothing under a very long name.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text == "attack" then room.store[("x"):rep(100000)] = true end
  end,
}
