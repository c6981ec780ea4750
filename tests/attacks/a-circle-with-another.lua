-- Before and behind another plugin, which is not to blame for it.
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
