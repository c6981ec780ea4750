-- An endless loop while a line is judged.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  filter_message = function(message)
    while message.text == "attack" do end
  end,
}
