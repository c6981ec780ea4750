-- An endless loop while a line is judged.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  filter_message = function(message)
    while message.text == "attack" do end
  end,
}
