-- Walks through a table while it writes into it, again and again.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for i = 1, 10 do t[i] = i end
    while true do
      for key, value in pairs(t) do t[key] = value end
    end
  end,
}
