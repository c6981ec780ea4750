-- Patterns that take exponential time in a backtracking engine.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: none took long

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local text = ("a"):rep(2000) .. "!"
    for _, pattern in ipairs({ "(a*)*b", "(a+)+$", "(a|aa)+$", "(.*a){20}b", "^(([a-z])+.)+[A-Z]([a-z])+$" }) do
      room.regex(pattern):find(text)
    end
    room.log("none took long")
  end,
}
