-- A hundred log files.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: spam 99

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 100 do room.log("spam " .. i, "file" .. i) end
  end,
}
