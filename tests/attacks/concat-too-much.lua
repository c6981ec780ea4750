-- A hundred million letters out of a hundred thousand short strings.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for i = 1, 1e5 do t[i] = ("x"):rep(1000) .. i % 10 end
    return table.concat(t)
  end,
}
