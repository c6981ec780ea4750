-- Inserts at the front of a table, which moves all items each time.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for i = 1, 1e6 do table.insert(t, 1, i) end
  end,
}
