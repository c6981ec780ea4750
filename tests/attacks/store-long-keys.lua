-- Stores a value under a very long key.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text == "attack" then room.store[("x"):rep(100000)] = true end
  end,
}
