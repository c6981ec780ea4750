--- "!roll" throws a die, "!roll 3d6" throws three, and everybody sees them fall.
-- Shows: words in two languages, reading a message, refusing what makes no sense, chance, speaking to the room.
local dice = {
  words = {
    en = {
      result = "{name} rolls {dice}: {falls} = {total}",
      limit = "at most 20 dice of 2 to 1000 sides",
    },
    zh = {
      result = "{name}掷出{dice}：{falls} = {total}",
      limit = "最多20个骰子，每个2到1000面",
    },
  },
}

-- How many dice and with how many sides, or nothing when the text is no throw.
local function parse(text)
  if text == "!roll" then return 1, 6 end
  local count, sides = text:match("^!roll (%d*)d(%d+)$")
  if sides then return count == "" and 1 or tonumber(count), tonumber(sides) end
end

function dice.filter_message(message)
  local count, sides = parse(message.text)
  if count and (count < 1 or count > 20 or sides < 2 or sides > 1000) then return false, dice.config.limit end
end

function dice.on_message(message)
  local count, sides = parse(message.text)
  if not count then return end
  local falls, total = {}, 0
  for i = 1, count do
    falls[i] = room.random(sides)
    total = total + falls[i]
  end
  room.say((dice.config.result:gsub("{(%w+)}", {
    name = message.name,
    dice = count .. "d" .. sides,
    falls = table.concat(falls, " + "),
    total = total,
  })))
end

return dice
