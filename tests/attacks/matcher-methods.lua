-- Removes the methods of a matcher, and calls them on other values.
-- trigger: message
-- sandbox: harmless
-- open: harmless or killed
-- says: tried all

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local matcher, regex = room.matcher({ "x" }), room.regex("x")
    for _, method in ipairs({ matcher.find, matcher.all, matcher.replace, matcher.mask, regex.match, regex.all, regex.replace, regex.find }) do
      for _, value in ipairs({ 1, "x", {}, message, message.author, room, matcher, regex, method }) do
        pcall(method, value, "x", "y")
        pcall(method, matcher, value, value)
        pcall(method, regex, value, value)
      end
      pcall(method)
    end
    for _, object in ipairs({ matcher, regex }) do
      pcall(function() getmetatable(object).__gc(object) end)
      pcall(function() object.find = nil end)
      pcall(function() return object.__gc(object) end)
    end
    room.log("tried all")
  end,
}
