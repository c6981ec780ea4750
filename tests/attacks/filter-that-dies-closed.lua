-- A filter without which nothing is to be said dies: that one line is refused.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  fail = "closed",
  filter_message = function(message)
    while message.text == "attack" do end
  end,
}
