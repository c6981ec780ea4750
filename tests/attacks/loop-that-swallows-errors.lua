-- A loop that catches the error that should stop it.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    while true do pcall(function() while true do end end) end
  end,
}
