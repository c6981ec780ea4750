-- Posts of the largest allowed number and length.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 200 do pcall(room.say, ("x"):rep(65536 / 2 - 10)) end
    for _ = 1, 200 do pcall(room.say, "y") end
  end,
}
