-- Must run before and after another plugin, a circle; the other is not to blame.
-- trigger: message, message, message
-- sandbox: fault
-- open: fault
-- says: took longer than

return {
  before = { "honest" },
  after = { "honest" },
  on_message = function(message)
    while message.text == "attack" do end
  end,
}
