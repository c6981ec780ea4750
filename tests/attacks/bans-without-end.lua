-- Bans names and addresses that no member has.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: asked for too much

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    pcall(room.ban, "\27[2J", 10, "\27[2J")
    pcall(room.ban, ("x"):rep(60000), 10)
    pcall(room.ban, "192.0.2.1/33", 0 / 0)
    for i = 1, 1e6 do room.ban("nobody" .. i, 1, "because") end
  end,
}
