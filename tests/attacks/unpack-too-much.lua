-- A hundred million values at once.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many results to unpack

return {
  on_message = function(message)
    if message.text == "attack" then return unpack({}, 1, 1e8) end
  end,
}
