-- A million timers.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many timers

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ok, why
    for _ = 1, 1e6 do
      ok, why = pcall(room.every, 3600, function() end)
      if not ok then break end
    end
    error(why:find("too many") and why or "too many timers were let in: " .. why)
  end,
}
