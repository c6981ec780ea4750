-- An empty string, repeated ten to the fifteenth times.
-- trigger: message
-- sandbox: harmless or killed
-- open: harmless or killed

return {
  on_message = function(message)
    if message.text == "attack" then room.log("length " .. #(""):rep(1e15)) end
  end,
}
