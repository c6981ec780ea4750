-- A number with a hundred million blanks before it.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: invalid

return {
  on_message = function(message)
    if message.text == "attack" then return string.format("%99999999d", 1) end
  end,
}
