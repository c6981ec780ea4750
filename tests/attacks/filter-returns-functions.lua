-- A filter that returns functions.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: is no plain data

return {
  filter_message = function(message)
    if message.text == "attack" then return false, function() end end
  end,
}
