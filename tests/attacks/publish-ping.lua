-- Two plugins that answer each other for ever.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: more than 64 publications

room.subscribe("pong", function() room.publish("ping") end)
return {
  on_message = function(message)
    if message.text == "attack" then room.publish("ping") end
  end,
}
