-- The callback of gsub loops at the first letter.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text == "attack" then message.text:gsub("a", function() while true do end end) end
  end,
}
