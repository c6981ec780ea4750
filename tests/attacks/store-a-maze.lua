-- Keeps a table with ten to the fifteenth ways through it.
-- trigger: message
-- sandbox: killed or fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for _ = 1, 14 do t = { t, t, t, t, t, t, t, t, t, t } end
    room.store.maze = t
  end,
}
