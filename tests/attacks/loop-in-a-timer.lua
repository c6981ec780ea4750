-- An endless loop in a timer.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_message = function(message)
    if message.text == "attack" then room.after(0, function() while true do end end) end
  end,
}
