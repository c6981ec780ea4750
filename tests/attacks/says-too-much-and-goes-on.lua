-- A million posts for one line, past every error.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 1e6 do pcall(room.say, "spam " .. i) end
  end,
}
