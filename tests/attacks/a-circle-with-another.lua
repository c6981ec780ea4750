-- Before and behind another plugin, which is not to blame for it; each of three workers is told so.
-- trigger: message, message, message
-- sandbox: killed
-- open: killed
-- says: is benched

return {
  before = { "honest" },
  after = { "honest" },
  on_message = function(message)
    while message.text == "attack" do end
  end,
}
