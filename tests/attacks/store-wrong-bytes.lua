-- Stores invalid UTF-8 under a key of invalid UTF-8.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text == "attack" then room.store["\255\254"] = "\192\128" end
  end,
}
