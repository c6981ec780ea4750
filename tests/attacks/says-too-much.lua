-- A million posts for one line.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: asked for too much

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 1e6 do room.say("spam " .. i) end
  end,
}
