-- An endless loop with goto.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    ::again::
    goto again
  end,
}
