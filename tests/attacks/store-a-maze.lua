-- Stores a table with ten to the fifteenth paths through it.
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
