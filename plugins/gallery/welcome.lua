--- Greets whoever comes in, and says who is here already.
-- Shows: words in two languages, which settings can change, a hook, telling one member, reading the room.
local welcome = {
  words = {
    en = {
      text = "Welcome, {name}! Here are: {here}",
      alone = "Welcome, {name}! You are the first.",
      between = ", ",
    },
    zh = {
      text = "欢迎，{name}！这里有：{here}",
      alone = "欢迎，{name}！你是第一个。",
      between = "、",
    },
  },
}

-- The names of all but `newcomer`, as one text.
local function others(newcomer)
  local names = {}
  for _, member in ipairs(room.members()) do
    if member ~= newcomer then names[#names + 1] = member.name end
  end
  return table.concat(names, welcome.config.between)
end

function welcome.on_join(member)
  local here = others(member)
  local text = here == "" and welcome.config.alone or welcome.config.text
  -- gsub with a table fills each {word} once; a name full of "%" or "{" does no harm.
  room.tell(member, (text:gsub("{(%w+)}", { name = member.name, here = here })))
end

return welcome
