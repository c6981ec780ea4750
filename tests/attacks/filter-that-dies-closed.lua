-- A filter without which nothing is to be said loops: that one line is refused.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  fail = "closed",
  filter_message = function(message)
    while message.text == "attack" do end
  end,
}
