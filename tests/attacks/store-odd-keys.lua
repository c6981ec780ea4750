-- Stores under keys that are numbers, tables, or invalid UTF-8.
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
