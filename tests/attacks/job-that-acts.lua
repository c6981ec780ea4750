-- A job that calls functions of `room`.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got true

return {
  jobs = {
    act = function()
      local did = pcall(room.say, "x") or pcall(room.kick, 1) or pcall(room.log, "x") or pcall(room.after, 0, error)
      return not did and #room.members() == 0 and not pcall(function() return room.store end)
    end,
  },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("act", nil, function(result, wrong) room.log("got " .. tostring(result) .. " " .. tostring(wrong)) end)
  end,
}
