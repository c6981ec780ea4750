-- Keeps under numbers, under tables, under bytes that are no text.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.store[("\255\0"):rep(1000)] = 0 / 0
    room.store[1] = "one"
    room.store[{}] = "table"
  end,
}
