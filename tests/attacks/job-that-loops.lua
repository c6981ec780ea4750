-- A job that loops without end, in its own process.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: begun

return {
  jobs = { spin = function() while true do end end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 5 do room.job("spin", nil, function() end) end
    room.log("begun")
  end,
}
