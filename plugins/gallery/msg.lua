--- "/msg ann hello" sends a line to ann alone; "/r hello" answers the latest such line.
-- Shows: posts to one member, and why a plugin keeps an id and not a name: after a member has left, another person
-- can have the name. These posts are neither in room.history nor in a log.
local msg = {
  words = {
    en = {
      heard = "[{from} → you] {text}",
      said = "[you → {to}] {text}",
      unknown = "nobody here is called {name}",
      gone = "{name} has left",
      yourself = "that is you",
      nobody = "nobody has written to you",
      whom = "to whom, and what? /msg NAME TEXT",
      what = "what? /r TEXT",
      members_only = "only members write to each other",
      usage = { msg = "NAME TEXT", r = "TEXT" },
      help = { msg = "says TEXT to NAME alone", r = "answers whoever wrote to you last" },
    },
    zh = {
      heard = "[{from} → 你] {text}",
      said = "[你 → {to}] {text}",
      unknown = "这里没有叫{name}的人",
      gone = "{name}已经离开了",
      yourself = "那是你自己",
      nobody = "还没有人给你写过",
      whom = "写给谁，写什么？/msg 名字 内容",
      what = "写什么？/r 内容",
      members_only = "只有聊天室里的人可以互相写",
      usage = { msg = "名字 内容", r = "内容" },
      help = { msg = "只说给一个人听", r = "回复最后写给你的人" },
    },
  },
}

-- The latest sender to each member: id and name of the sender, by the receiver's id as text.
-- The first of them are in room.store too, for a crash; at a restart all of them are kept.
local last = {}
local most_kept, kept = 300, 0

local function forget(id)
  last[id] = nil
  if room.store[id] then room.store[id], kept = nil, kept - 1 end
end

local function remember(to, from)
  local id = tostring(to.id)
  forget(id)
  last[id] = { id = from.id, name = from.name }
  if kept < most_kept then room.store[id], kept = { id = from.id, name = from.name }, kept + 1 end
end

local function deliver(from, to, text)
  remember(to, from)
  local line = room.fill(msg.config.heard, { from = from.name, text = text })
  room.post { kind = "private", from = from.name, text = text, line = line, to = to }
  return room.fill(msg.config.said, { to = to.name, text = text })
end

local function write(call)
  if not call.member then return msg.config.members_only end
  local name, text = call.words[1], call.after(1)
  if not name or text == "" then return msg.config.whom end
  local to = room.member(name)
  if not to then return room.fill(msg.config.unknown, { name = name }) end
  if to == call.member then return msg.config.yourself end
  return deliver(call.member, to, text)
end

local function answer(call)
  if not call.member then return msg.config.members_only end
  local writer = last[tostring(call.member.id)]
  if not writer then return msg.config.nobody end
  if call.text == "" then return msg.config.what end
  local to = room.member(writer.id)
  if not to then return room.fill(msg.config.gone, { name = writer.name }) end
  return deliver(call.member, to, call.text)
end

function msg.on_load(saved)
  for _, known in ipairs({ saved or {}, room.store }) do
    for id, writer in pairs(known) do last[id] = { id = writer.id, name = writer.name } end
  end
  for _ in pairs(room.store) do kept = kept + 1 end
  for id in pairs(last) do
    if not room.member(tonumber(id)) then forget(id) end
  end
end

function msg.on_unload() return last end

function msg.on_join(member) forget(tostring(member.id)) end

function msg.on_leave(member) forget(tostring(member.id)) end

msg.commands = {
  msg = { run = write },
  r = { run = answer },
}

return msg
