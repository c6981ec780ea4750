-- A pattern that backtracks without end.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    return (("a"):rep(200):find((".-"):rep(30) .. "b"))
  end,
}
