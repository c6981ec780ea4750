-- Invalid and very long formats of the time.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: still the time

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, format in ipairs({ "", "%", "%%", "%E", "%O", "%Q", "%1000000000d", "%Y\0%Y", ("%c"):rep(10000), "\255", ("x"):rep(255), ("x"):rep(256) }) do
      pcall(room.now, format)
    end
    room.log("still the time")
  end,
}
