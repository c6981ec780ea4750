-- A million subscriptions.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many subscriptions

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 1e6 do room.subscribe("topic" .. i, function() end) end
  end,
}
