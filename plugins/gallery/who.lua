--- "/who" lists the members and how long they have been here; "/me waves" posts "* ann waves".
-- Shows: commands, and data that is passed from one version of the file to the next. The text of a command has
-- passed the filters when the command gets it, so "/me" publishes no text that the filters would refuse.
local who = {
  config = { most = 50 }, -- Names in one answer.
  words = {
    en = {
      here = "{count} here: {names}",
      minutes = "{name} ({n} min)",
      hours = "{name} ({n} h)",
      between = ", ",
      more = "and {n} more",
      action = "* {name} {text}",
      what = "what do you do? /me TEXT",
      members_only = "only members do something; you are the administrator",
      usage = { me = "TEXT" },
      help = { who = "who is here, and for how long", me = "says what you do: * you TEXT" },
    },
    zh = {
      here = "在线{count}人：{names}",
      minutes = "{name}（{n}分钟）",
      hours = "{name}（{n}小时）",
      between = "、",
      more = "还有{n}人",
      action = "* {name} {text}",
      what = "你在做什么？/me 内容",
      members_only = "只有聊天室里的人可以做动作，你是管理员",
      usage = { me = "内容" },
      help = { who = "谁在聊天室里，来了多久", me = "说你在做什么：* 你 内容" },
    },
  },
}

-- The time of each join, by id as text, except for members who were here before this plugin was loaded.
local since = {}

function who.on_load(saved) since = saved or {} end

function who.on_unload() return since end

function who.on_join(member) since[tostring(member.id)] = room.now() end

function who.on_leave(member) since[tostring(member.id)] = nil end

local function describe(member)
  local came = since[tostring(member.id)]
  local minutes = came and math.floor((room.now() - came) / 60) or 0
  if minutes < 1 then return member.name end
  if minutes < 60 then return room.fill(who.config.minutes, { name = member.name, n = minutes }) end
  return room.fill(who.config.hours, { name = member.name, n = math.floor(minutes / 60) })
end

local function list()
  local members, names = room.members(), {}
  for i = 1, math.min(#members, who.config.most) do names[i] = describe(members[i]) end
  if #members > #names then names[#names + 1] = room.fill(who.config.more, { n = #members - #names }) end
  return room.fill(who.config.here, { count = #members, names = table.concat(names, who.config.between) })
end

local function act(call)
  if not call.member then return who.config.members_only end
  if call.text == "" then return who.config.what end
  local name = call.member.name
  local line = room.fill(who.config.action, { name = name, text = call.text })
  room.post { kind = "action", from = name, text = call.text, line = line }
end

who.commands = {
  who = { run = list },
  me = { run = act },
}

return who
