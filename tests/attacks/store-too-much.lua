-- Stores a megabyte.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: is larger than

return {
  on_message = function(message)
    if message.text == "attack" then room.store.much = ("x"):rep(2 ^ 20) end
  end,
}
