-- The other plugin of publish-ping.

room.subscribe("ping", function() room.publish("pong") end)
return {}
