-- A jump to where it came from.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    ::again::
    goto again
  end,
}
