--- "/who" tells who is here and for how long; "/me waves" tells everybody "* ann waves".
-- Shows: commands, and a memory that goes from one version of the file to the next. What commands
-- say passes no filter: "/me" is for rooms whose members are kind.
local who = {
  config = {
    here = "{count} here: {names}",
    minutes = "{name} ({n} min)",
    hours = "{name} ({n} h)",
    more = "and {n} more",
    most = 50, -- Names in one answer.
    action = "* {name} {text}",
    action_usage = "what do you do? /me TEXT",
    members_only = "only members do something; you are the administrator",
  },
}

-- When each came, by id as text. Those who were here before this plugin came are not in it.
local since = {}

local function fill(text, values) return (text:gsub("{(%w+)}", values)) end

function who.on_load(saved) since = saved or {} end

function who.on_unload() return since end

function who.on_join(member) since[tostring(member.id)] = room.now() end

function who.on_leave(member) since[tostring(member.id)] = nil end

local function describe(member)
  local came = since[tostring(member.id)]
  local minutes = came and math.floor((room.now() - came) / 60) or 0
  if minutes < 1 then return member.name end
  if minutes < 60 then return fill(who.config.minutes, { name = member.name, n = minutes }) end
  return fill(who.config.hours, { name = member.name, n = math.floor(minutes / 60) })
end

local function list()
  local members, names = room.members(), {}
  for i = 1, math.min(#members, who.config.most) do names[i] = describe(members[i]) end
  if #members > #names then names[#names + 1] = fill(who.config.more, { n = #members - #names }) end
  return fill(who.config.here, { count = #members, names = table.concat(names, ", ") })
end

local function act(call)
  if not call.member then return who.config.members_only end
  if call.text == "" then return who.config.action_usage end
  local name = call.member.name
  local line = fill(who.config.action, { name = name, text = call.text })
  room.post { kind = "action", from = name, text = call.text, line = line }
end

who.commands = {
  who = { help = "who is here, and for how long", run = list },
  me = { usage = "TEXT", help = "says what you do: * you TEXT", run = act },
}

return who
