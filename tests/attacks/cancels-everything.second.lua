-- Has a timer, which cancels-everything cannot cancel.

return {
  on_message = function(message)
    if message.text == "attack" then room.after(0.05, function() room.log("still ticking") end) end
  end,
  order = 10,
}
