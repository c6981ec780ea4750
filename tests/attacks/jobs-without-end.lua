-- A million jobs.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many timers and jobs

return {
  jobs = { nothing = function() end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ok, why
    for _ = 1, 1e6 do
      ok, why = pcall(room.job, "nothing", nil, function() end)
      if not ok then break end
    end
    for _ = 1, 1e6 do
      ok, why = pcall(room.after, 1000, function() end)
      if not ok then break end
    end
    error(why:find("too much") and "too many timers and jobs" or why)
  end,
}
