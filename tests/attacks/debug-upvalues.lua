-- Makes the host's functions act for another plugin.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    debug.setupvalue(room.say, 1, 12345)
    room.say("hello")
  end,
}
