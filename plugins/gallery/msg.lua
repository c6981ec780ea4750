--- "/msg ann hello" is heard by ann alone; "/r hello" answers whoever wrote to you last.
-- Shows: posts to one member, and why an id is kept and not a name: whoever has the name of one who
-- has left may be somebody else. Nothing of it gets into room.history or a log.
local msg = {
  config = {
    heard = "[{from} → you] {text}",
    said = "[you → {to}] {text}",
    unknown = "nobody here is called {name}",
    gone = "{name} has left",
    yourself = "that is you",
    nobody = "nobody has written to you",
    usage = "to whom, and what? /msg NAME TEXT",
    reply_usage = "what? /r TEXT",
    members_only = "only members write to each other",
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
  if not name then return msg.config.usage end
  local to = room.member(name)
  if not to then return fill(msg.config.unknown, { name = name }) end
  if to == call.member then return msg.config.yourself end
  return deliver(call.member, to, text)
end

local function answer(call)
  if not call.member then return msg.config.members_only end
  local writer = last[call.member.id]
  if not writer then return msg.config.nobody end
  if call.text == "" then return msg.config.reply_usage end
  local to = room.member(writer.id)
  if not to then return fill(msg.config.gone, { name = writer.name }) end
  return deliver(call.member, to, call.text)
end

function msg.on_leave(member) last[member.id] = nil end

msg.commands = {
  msg = { usage = "NAME TEXT", help = "says TEXT to NAME alone", run = write },
  r = { usage = "TEXT", help = "answers whoever wrote to you last", run = answer },
}

return msg
