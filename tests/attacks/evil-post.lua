-- A post whose fields change with each read, and one that loops.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

local answers = { "one", 2, {}, false }
local turns = 0
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local function changing()
      turns = turns + 1
      return answers[turns % 4 + 1]
    end
    for _ = 1, 50 do pcall(room.post, setmetatable({}, { __index = changing, __len = error })) end
    pcall(room.post, setmetatable({}, { __index = function() coroutine.yield() end }))
    room.post(setmetatable({}, { __index = function() while true do end end }))
  end,
}
