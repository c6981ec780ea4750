-- Publishes for subscribe-in-a-subscription.

return {
  on_message = function(message)
    if message.text == "attack" then for _ = 1, 20 do room.publish("more") end end
  end,
}
