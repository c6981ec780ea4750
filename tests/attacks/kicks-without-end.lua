-- Kicks one member a million times, and a million members who do not exist.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local id = message.author.id
    for i = 1, 20000 do
      pcall(room.kick, id, "EXIT\27[2J\nOK")
      pcall(room.kick, i + 1000)
    end
  end,
}
