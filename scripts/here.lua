--- "/who" lists the members. As soon as there is any command, the host also provides "/help", which lists the commands.
local here = {
  config = {
    text = "{n} here: {names}",
    between = ", ",
    more = "and {n} more",
    most = 50, -- Names in one answer.
    help = { who = "who is here" },
  },
}

local function list()
  local config, members, names = here.config, room.members(), {}
  for i = 1, math.min(#members, config.most) do names[i] = members[i].name end
  if #members > #names then names[#names + 1] = room.fill(config.more, { n = #members - #names }) end
  return room.fill(config.text, { n = #members, names = table.concat(names, config.between) })
end

here.commands = { who = { run = list } }

return here
