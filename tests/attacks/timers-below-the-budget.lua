-- As many timers as are allowed, as often as is allowed, each nearly as long as is allowed: honest lines must not
-- stand in line behind them all.
-- trigger: message
-- sandbox: any
-- open: any
-- says: worked long

local calls = 0
local function work()
  for _ = 1, 1e7 do end
  calls = calls + 1
  if calls == 100 then room.log("worked long") end
end
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 125 do room.every(0.01, work) end
  end,
}
