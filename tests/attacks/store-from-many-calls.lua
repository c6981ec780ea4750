-- A line that makes many calls, each of which keeps as much as it may: others' posts must not be lost for it.
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
