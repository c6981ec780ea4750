-- Runs out of memory, catches the error, begins again.
-- trigger: message
-- sandbox: fault
-- open: fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    while true do
      pcall(function() while true do t[#t + 1] = ("x"):rep(1000) .. #t end end)
    end
  end,
}
