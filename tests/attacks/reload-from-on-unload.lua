-- The old version talks, sets timers and loops when the new one comes.
-- trigger: reload
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_unload = function()
    for _ = 1, 100 do room.every(0.01, function() while true do end end) end
    while true do end
  end,
}
