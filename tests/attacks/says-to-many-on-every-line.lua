-- Posts to many members on every line; actions of other plugins must not be lost.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local many = {}
for i = 1, 10000 do many[i] = i + 1000 end
return {
  on_message = function()
    for _ = 1, 7 do room.post { line = "x", to = many } end
  end,
}
