-- Publishes for loop-in-a-subscription.

return {
  on_message = function(message)
    if message.text == "attack" then room.publish("attack") end
  end,
}
