-- Jobs with larger arguments than allowed.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: asked for too much

return {
  jobs = { take = function() end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 10 do room.job("take", ("x"):rep(30000), function() end) end
  end,
}
