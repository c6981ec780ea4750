-- Cancels timers by the numbers that another plugin could have; it can cancel only its own.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: still ticking

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for number = 1, 100 do room.cancel(number) end
  end,
}
