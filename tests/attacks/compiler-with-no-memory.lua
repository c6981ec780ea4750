-- Compiled code that runs out of memory, again and again.
-- trigger: message
-- sandbox: killed or fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 1e6 do
      pcall(function()
        local t = {}
        for i = 1, 1e7 do t[i] = { i, tostring(i), function() return i end } end
      end)
    end
  end,
}
