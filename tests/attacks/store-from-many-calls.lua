-- A line makes many calls, each of which stores as much as it may: posts of other plugins must not be lost.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local turn = 0
for _ = 1, 40 do
  room.subscribe("keep", function()
    turn = turn + 1
    room.store.much = (turn .. " "):rep(120000 / #(turn .. " "))
  end)
end
return {}
