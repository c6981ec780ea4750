-- Stores a table that contains itself.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: nested

return {
  on_message = function(message)
    if message.text == "attack" then room.store.again = room.store end
  end,
}
