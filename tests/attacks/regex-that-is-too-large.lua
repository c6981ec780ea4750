-- Patterns that expand to very long ones, and invalid patterns.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: refused them

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local made = 0
    for _, pattern in ipairs({ "((a{100}){100}){100}", "(x{1000}){1000}", ("("):rep(10000), "a{2,1}", "(?P<n>a", "[z-a]", "\\", "\\C*", ("a?"):rep(5000), "\255" }) do
      if pcall(room.regex, pattern) then made = made + 1 end
    end
    room.log(made <= 2 and "refused them" or "made " .. made)
  end,
}
