-- A job that allocates all the memory it can get.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

return {
  jobs = {
    eat = function()
      local t = {}
      while true do t[#t + 1] = ("x"):rep(1e6) .. #t end
    end,
  },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("eat", nil, function(result) room.log(result and "got something" or "got nothing") end)
  end,
}
