-- A pattern with thousands of parentheses.
-- trigger: message
-- sandbox: harmless or fault or killed
-- open: harmless or fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local regex = room.regex(("()"):rep(2000))
    regex:match(("a"):rep(60000))
    regex:find("a", 1)
  end,
}
