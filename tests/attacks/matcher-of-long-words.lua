-- Ten thousand times the same word of a megabyte.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local words, word = {}, ("x"):rep(1e6)
    for i = 1, 10000 do words[i] = word end
    room.matcher(words)
  end,
}
