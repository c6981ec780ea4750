-- A filter that makes a megabyte of one word.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too long

return {
  filter_message = function(message)
    if message.text == "attack" then return ("x"):rep(2 ^ 20) end
  end,
}
