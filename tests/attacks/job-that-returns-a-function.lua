-- A job that returns a function.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

return {
  jobs = { make = function() return function() end end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("make", nil, function(result) room.log(result and "got something" or "got nothing") end)
  end,
}
