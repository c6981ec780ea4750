-- Before and behind another plugin, which is not to blame for it.
-- trigger: message, message, message
-- sandbox: fault
-- open: fault
-- says: is benched

return {
  before = { "honest" },
  after = { "honest" },
  on_message = function(message)
    while message.text == "attack" do end
  end,
}
