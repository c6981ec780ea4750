-- Publishes for subscriptions-that-all-talk.

return { on_message = function() for _ = 1, 10 do room.publish("talk") end end }
