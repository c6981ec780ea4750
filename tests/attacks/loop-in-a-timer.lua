-- An endless loop in a timer.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text == "attack" then room.after(0, function() while true do end end) end
  end,
}
