-- A pattern that backtracks without end.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: made no progress

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    return (("a"):rep(200):find((".-"):rep(30) .. "b"))
  end,
}
