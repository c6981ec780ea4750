-- A filter that turns a line into invalid UTF-8.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: not UTF-8

return {
  filter_message = function(message)
    if message.text == "attack" then return "\255\254\192\128" end
  end,
}
