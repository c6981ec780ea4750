-- Masks letters with a mask that is much longer.
-- trigger: message
-- sandbox: harmless or killed or fault
-- open: harmless or killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local matcher = room.matcher({ "a" })
    local text = ("a"):rep(65536)
    pcall(matcher.mask, matcher, text, ("\27"):rep(16))
    pcall(matcher.mask, matcher, text, ("x"):rep(17))
    pcall(matcher.all, matcher, text)
    room.log("masked")
  end,
}
