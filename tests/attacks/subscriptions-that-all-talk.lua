-- Each line is published often, and each publication makes many calls that say all they may: what others say
-- must not be lost for it.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

for _ = 1, 20 do
  room.subscribe("talk", function() room.post { line = ("x"):rep(32000), to = 12345 } end)
end
return {}
