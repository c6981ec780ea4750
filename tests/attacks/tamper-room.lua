-- Changes the functions of `room`.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: cannot be changed

return {
  on_message = function(message)
    if message.text == "attack" then room.post = function() end end
  end,
}
