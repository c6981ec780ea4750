-- A loop in a coroutine.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text == "attack" then
      coroutine.wrap(function() while true do end end)()
    end
  end,
}
