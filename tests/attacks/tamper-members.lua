-- Changes a member and a message, and their metatables.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tried 10 ways

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local tried = 0
    local function try(way)
      assert(not pcall(way))
      tried = tried + 1
    end
    try(function() message.text = "something else" end)
    try(function() message.author.name = "ada" end)
    try(function() message.author.id = 1 end)
    try(function() rawset(message, "text", "x") end)
    try(function() rawget(message.author, "name") end)
    try(function() setmetatable(message, {}) end)
    try(function() getmetatable(message).__index = nil end)
    try(function() return message.author[message] end)
    try(function() return message < message.author end)
    try(function() return pairs(message) end)
    room.log("tried " .. tried .. " ways")
  end,
}
