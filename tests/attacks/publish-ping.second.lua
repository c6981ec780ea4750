-- The other one of publish-ping.

room.subscribe("ping", function() room.publish("pong") end)
return {}
