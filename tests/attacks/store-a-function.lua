-- Stores a function.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: is no plain data

return {
  on_message = function(message)
    if message.text == "attack" then room.store.call = function() end end
  end,
}
