-- The same, and no error stops it.
-- trigger: message
-- sandbox: killed or harmless
-- open: killed or harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 1e6 do pcall(room.say, "spam " .. i) end
  end,
}
