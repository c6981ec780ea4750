-- Reverses ten million letters, again and again.
-- trigger: message
-- sandbox: killed or fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local text = ("x"):rep(1e7)
    while true do text:reverse() end
  end,
}
