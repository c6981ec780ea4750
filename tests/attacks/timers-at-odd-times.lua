-- Timers at negative times, beyond the largest time, and at NaN.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tried all

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, seconds in ipairs({ -1, -0, 0, 1e-300, 1 / 0, -1 / 0, 0 / 0, 1e308, 2 ^ 63, 31622400, 31622401 }) do
      pcall(room.every, seconds, function() end)
      room.cancel(select(2, pcall(room.after, seconds, function() end)) and 0 / 0 or 1 / 0)
    end
    for _, number in ipairs({ -1, 0, 1, 0 / 0, 1 / 0, 2 ^ 32, 2 ^ 53 }) do room.cancel(number) end
    room.log("tried all")
  end,
}
