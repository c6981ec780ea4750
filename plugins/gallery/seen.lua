--- "/seen ann" shows when ann was last here, and ann's last line.
-- Shows: room.store, which outlasts the host, and how to keep it from growing.
local seen = {
  config = {
    most = 200, -- Number of names; the one longest away is forgotten first.
  },
  words = {
    en = {
      here = "{name} is here",
      left = "{name} was here {ago}",
      said = ", and said: {text}",
      unknown = "nobody remembers {name}",
      now = "just now",
      minutes = "{n} min ago",
      hours = "{n} h ago",
      days = "{n} days ago",
      whom = "whom? /seen NAME",
      usage = { seen = "NAME" },
      help = { seen = "when NAME was last here, and what NAME said last" },
    },
    zh = {
      here = "{name}就在这里",
      left = "{name}{ago}来过",
      said = "，最后说：{text}",
      unknown = "没有人记得{name}",
      now = "刚才",
      minutes = "{n}分钟前",
      hours = "{n}小时前",
      days = "{n}天前",
      whom = "找谁？/seen 名字",
      usage = { seen = "名字" },
      help = { seen = "某人上次什么时候在，最后说了什么" },
    },
  },
}

-- So that 200 of them fit into the 128 KiB that a plugin may store.
local most_bytes = 300

-- The last lines of present members, by id as text. They are stored when the member leaves: a store
-- that changes with each line would slow down each line.
local last = {}

-- At most the length that is stored, and never cut inside a character.
local function shortened(text)
  if #text <= most_bytes then return text end
  local length = most_bytes
  while text:find("^[\128-\191]", length + 1) do length = length - 1 end
  return text:sub(1, length) .. "…"
end

local function ago(seconds)
  local config, minutes = seen.config, math.max(0, math.floor(seconds / 60))
  if minutes < 1 then return config.now end
  if minutes < 60 then return room.fill(config.minutes, { n = minutes }) end
  if minutes < 48 * 60 then return room.fill(config.hours, { n = math.floor(minutes / 60) }) end
  return room.fill(config.days, { n = math.floor(minutes / 1440) })
end

local function forget_the_oldest()
  local kept, names = room.store, {}
  for name in pairs(kept) do names[#names + 1] = name end
  if #names <= seen.config.most then return end
  table.sort(names, function(a, b) return kept[a].time < kept[b].time end)
  -- A few at a time after `most` was lowered: one call may change 256 fields.
  for i = 1, math.min(#names - seen.config.most, 100) do kept[names[i]] = nil end
end

-- After a crash nothing was saved; the room's history still has the lines.
function seen.on_load(saved)
  last = saved or {}
  if saved then return end
  for _, entry in ipairs(room.history(200)) do
    local author = entry.kind == "message" and room.member(entry.from)
    if author then last[tostring(author.id)] = shortened(entry.text) end
  end
end

function seen.on_unload() return last end

function seen.on_message(message) last[tostring(message.author.id)] = shortened(message.text) end

function seen.on_leave(member)
  local id = tostring(member.id)
  room.store[member.name] = { time = room.now(), text = last[id] }
  last[id] = nil
  forget_the_oldest()
end

-- The remembered name as it was written, or else `name`.
local function kept_name(name)
  if room.store[name] then return name end
  for other in pairs(room.store) do
    if room.same(name, other) then return other end
  end
  return name
end

local function look_up(call)
  local name = call.words[1]
  if not name then return seen.config.whom end
  local member = room.member(name)
  name = member and member.name or kept_name(name)
  local kept = room.store[name]
  local text = member and last[tostring(member.id)] or kept and kept.text
  local said = text and room.fill(seen.config.said, { text = text }) or ""
  if member then return room.fill(seen.config.here, { name = name }) .. said end
  if not kept then return room.fill(seen.config.unknown, { name = name }) end
  return room.fill(seen.config.left, { name = name, ago = ago(room.now() - kept.time) }) .. said
end

seen.commands = {
  seen = { run = look_up },
}

return seen
