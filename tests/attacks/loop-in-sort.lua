-- A comparison that loops without end.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text == "attack" then table.sort({ 3, 2, 1 }, function() while true do end end) end
  end,
}
