-- An error text of a megabyte, of which a screenful is enough.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: many words

return {
  on_message = function(message)
    if message.text == "attack" then error(("many words "):rep(1e5)) end
  end,
}
