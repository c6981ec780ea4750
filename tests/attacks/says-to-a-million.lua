-- Posts to lists of members that are too long for a record.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local many = {}
for i = 1, 100000 do many[i] = i + 1000 end
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 100 do room.post { line = "x", to = many } end
  end,
}
