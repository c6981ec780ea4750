-- A loop in a coroutine.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_message = function(message)
    if message.text == "attack" then
      coroutine.wrap(function() while true do end end)()
    end
  end,
}
