-- Publishes for store-from-many-calls.

return { on_message = function() room.publish("keep") end }
