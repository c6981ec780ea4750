-- Errors without end, each caught.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    while true do pcall(error, "once more") end
  end,
}
