-- A comparison that is always true.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for i = 1, 1e5 do t[i] = i % 7 end
    table.sort(t, function() return true end)
  end,
}
