-- Changes its own `room` with raw access, and reads its metatable.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tampered

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    rawset(room, "post", error)
    rawset(room, "say", false)
    pcall(setmetatable, room, {})
    pcall(function() getmetatable(room).__index = nil end)
    room.log("tampered")
    room = nil
  end,
}
