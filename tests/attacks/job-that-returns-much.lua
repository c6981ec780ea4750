-- A job that returns ten megabytes.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

return {
  jobs = { make = function() return ("x"):rep(1e7) end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("make", nil, function(result) room.log(result and "got something" or "got nothing") end)
  end,
}
