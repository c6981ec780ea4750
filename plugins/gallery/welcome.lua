--- Greets newcomers, and lists the members who are already here.
-- Shows: words in two languages, which settings can change, a hook, a line to one member, reading the room.
local welcome = {
  config = { most = 20 }, -- Names in one greeting.
  words = {
    en = {
      text = "Welcome, {name}! Here are: {here}",
      alone = "Welcome, {name}! You are the first.",
      between = ", ",
      more = "and {n} more",
    },
    zh = {
      text = "欢迎，{name}！这里有：{here}",
      alone = "欢迎，{name}！你是第一个。",
      between = "、",
      more = "还有{n}人",
    },
  },
}

-- The names of all except `newcomer`, as one text; in a full room only the first.
local function others(newcomer)
  local members, names = room.members(), {}
  for _, member in ipairs(members) do
    if #names == welcome.config.most then break end
    if member ~= newcomer then names[#names + 1] = member.name end
  end
  local left = #members - 1 - #names
  if left > 0 then names[#names + 1] = room.fill(welcome.config.more, { n = left }) end
  return table.concat(names, welcome.config.between)
end

function welcome.on_join(member)
  local here = others(member)
  local text = here == "" and welcome.config.alone or welcome.config.text
  room.tell(member, room.fill(text, { name = member.name, here = here }))
end

return welcome
