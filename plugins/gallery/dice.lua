--- "/roll" throws a die and "/roll 3d6" throws three; all members see the result.
-- Shows: words in two languages, a command that checks its arguments, random numbers,
-- a post to the room.
local dice = {
  words = {
    en = {
      result = "{name} rolls {dice}: {falls} = {total}",
      limit = "1 to 20 dice of 2 to 1000 sides: /roll, /roll 20 or /roll 3d6",
      administrator = "the administrator",
      usage = { roll = "[SIDES or 3d6]" },
      help = { roll = "throws dice; everybody sees them fall" },
    },
    zh = {
      result = "{name}掷出{dice}：{falls} = {total}",
      limit = "1到20个骰子，每个2到1000面：/roll、/roll 20 或 /roll 3d6",
      administrator = "管理员",
      usage = { roll = "[面数或3d6]" },
      help = { roll = "掷骰子，大家都看得到" },
    },
  },
}

-- The number of dice and of their sides, or nothing when the word is no throw.
local function parse(word)
  if not word then return 1, 6 end
  local count, sides = word:lower():match("^(%d*)d(%d+)$")
  if not sides then count, sides = "", word:match("^%d+$") end
  return count == "" and 1 or tonumber(count), tonumber(sides)
end

local function roll(call)
  local count, sides = parse(call.words[1])
  local is_throw = count and sides and count >= 1 and count <= 20 and sides >= 2 and sides <= 1000
  if not is_throw or call.words[2] then return dice.config.limit end
  local falls, total = {}, 0
  for i = 1, count do
    falls[i] = room.random(sides)
    total = total + falls[i]
  end
  room.say(room.fill(dice.config.result, {
    name = call.member and call.member.name or dice.config.administrator,
    dice = count .. "d" .. sides,
    falls = table.concat(falls, " + "),
    total = total,
  }))
end

dice.commands = {
  roll = { run = roll },
}

return dice
