-- Gives its store a metatable whose functions loop.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: disguised

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    setmetatable(room.store, {
      __index = function() while true do end end,
      __newindex = function() while true do end end,
      __len = function() return 2 ^ 31 end,
      __pairs = function() while true do end end,
      __metatable = false,
    })
    room.log("disguised")
  end,
}
