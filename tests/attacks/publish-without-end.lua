-- A million publications for one line.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many publications

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 1e6 do room.publish("spam", i) end
  end,
}
