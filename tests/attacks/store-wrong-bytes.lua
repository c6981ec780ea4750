-- Keeps bytes that are no text, under a name that is none.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text == "attack" then room.store["\255\254"] = "\192\128" end
  end,
}
