-- Stores ten thousand fields at once.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: at most

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 10000 do room.store["field" .. i] = i % 2 == 0 end
  end,
}
