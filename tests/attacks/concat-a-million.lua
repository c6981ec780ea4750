-- Joins a million strings, again and again.
-- trigger: message
-- sandbox: killed or fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for i = 1, 1e6 do t[i] = "four" end
    while true do table.concat(t) end
  end,
}
