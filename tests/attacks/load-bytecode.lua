-- Loads bytecode in place of source; a host that accepts it has lost.
-- trigger: message
-- sandbox: harmless
-- open: harmless or killed
-- says: not let in

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local bytes = "\27LJ\2\2\11\0\1\2\1\0\1\0\3" .. ("\255"):rep(40)
    local made = load(bytes, "bytes")
    if made then pcall(made) else room.log("not let in") end
    pcall(load, function() return bytes end)
    pcall(load, bytes, "bytes", "b")
  end,
}
