-- The callback of a matcher loops, fails, sleeps, and searches again.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local matcher = room.matcher({ "a", "aa", "aaa" })
    local text = ("a"):rep(1000)
    pcall(matcher.replace, matcher, text, error)
    pcall(matcher.replace, matcher, text, function() return {} end)
    pcall(matcher.replace, matcher, text, function() return text:rep(1000) end)
    pcall(matcher.replace, matcher, text, coroutine.yield)
    pcall(matcher.find, message, text)
    pcall(matcher.find, room.regex("a"), text)
    local depth = 0
    local function again(word)
      depth = depth + 1
      if depth > 1000 then while true do end end
      return (matcher:replace(word, again))
    end
    matcher:replace(text, again)
  end,
}
