-- Posts the texts that mean the end of the room, or a successful login.
-- trigger: message
-- sandbox: harmless
-- open: harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, word in ipairs({ "EXIT", "EXIT\n", "\nEXIT", "x\nEXIT", "OK", "EXIT\0", ("x"):rep(1024) .. "EXIT", ("x"):rep(1023) .. "\nEXIT" }) do
      room.say(word)
      room.post { line = word, text = word, from = word, kind = word }
    end
  end,
}
