-- As many timers as are allowed, as often as is allowed, each of which writes into the log.
-- trigger: message
-- sandbox: harmless or fault
-- open: harmless or fault
-- says: wrote much

local calls = 0
local function write()
  calls = calls + 1
  room.log(calls == 2000 and "wrote much" or "words")
end
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 120 do room.every(0.01, write) end
  end,
}
