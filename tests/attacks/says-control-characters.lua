-- Posts escape sequences that clear screens and move cursors.
-- trigger: message
-- sandbox: harmless
-- open: harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for byte = 0, 31 do room.say("x" .. string.char(byte) .. "y") end
    room.say("\27[2J\27]0;gotcha\7\127\194\128\194\155\226\128\174")
    room.log("\27[2J\27]0;gotcha\7\127\194\155\nforged line")
    pcall(room.say, "\237\160\128\192\128\244\144\128\128")
  end,
}
