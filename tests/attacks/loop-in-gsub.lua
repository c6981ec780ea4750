-- What is called for each letter never comes back.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text == "attack" then message.text:gsub("a", function() while true do end end) end
  end,
}
