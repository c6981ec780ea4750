-- A closed filter loops: the host refuses that one line.
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
