--- "/msg ann hello" is heard by ann alone; "/r hello" answers whoever wrote to you last.
-- Shows: posts to one member, and why an id is kept and not a name: whoever has the name of one who
-- has left may be somebody else. Nothing of it gets into room.history or a log.
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

-- Who wrote last to whom: by the id of the one who reads, the id and name of the one who wrote.
local last = {}

local function fill(text, values) return (text:gsub("{(%w+)}", values)) end

local function deliver(from, to, text)
  last[to.id] = { id = from.id, name = from.name }
  local line = fill(msg.config.heard, { from = from.name, text = text })
  room.post { kind = "private", from = from.name, text = text, line = line, to = to }
  return fill(msg.config.said, { to = to.name, text = text })
end

local function write(call)
  if not call.member then return msg.config.members_only end
  local name, text = call.text:match("^(%S+)%s+(.+)$")
  if not name then return msg.config.whom end
  local to = room.member(name)
  if not to then return fill(msg.config.unknown, { name = name }) end
  if to == call.member then return msg.config.yourself end
  return deliver(call.member, to, text)
end

local function answer(call)
  if not call.member then return msg.config.members_only end
  local writer = last[call.member.id]
  if not writer then return msg.config.nobody end
  if call.text == "" then return msg.config.what end
  local to = room.member(writer.id)
  if not to then return fill(msg.config.gone, { name = writer.name }) end
  return deliver(call.member, to, call.text)
end

function msg.on_leave(member) last[member.id] = nil end

msg.commands = {
  msg = { run = write },
  r = { run = answer },
}

return msg
