-- A pattern that backtracks without end, again whenever it is stopped.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: made no progress

return {
  on_message = function(message)
    while message.text == "attack" do pcall(string.find, ("a"):rep(200), (".-"):rep(30) .. "b") end
  end,
}
