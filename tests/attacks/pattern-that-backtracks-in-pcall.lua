-- The same, and again whenever it ends.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_message = function(message)
    while message.text == "attack" do pcall(string.find, ("a"):rep(200), (".-"):rep(30) .. "b") end
  end,
}
