--- "/remind 20 tea" says "tea" to you in twenty minutes, also after a restart of the room.
-- Shows: timers that outlast their file: room.store keeps the reminders, and on_load sets the
-- timers for them again. A member who is away at that time gets the reminder at the next login under the same name. A
-- name proves no identity, so do not put secrets into reminders.
local remind = {
  config = {
    most_minutes = 7 * 24 * 60,
    most = 5, -- For one name.
    keep_days = 7, -- For a member who does not come back.
  },
  words = {
    en = {
      set = "in {minutes} minutes: {text}",
      set_one = "in 1 minute: {text}",
      due = "Reminder: {text}",
      pending = "{minutes} min: {text}",
      none = "nothing is set; /remind MINUTES TEXT",
      malformed = "when, and of what? /remind MINUTES TEXT",
      too_late = "at most {n} minutes",
      too_long = "at most {n} bytes of text",
      too_many = "you have {n} already",
      full = "too many reminders in this room",
      members_only = "only members are reminded",
      usage = { remind = "[MINUTES TEXT]" },
      help = { remind = "says TEXT to you later; lists what is to come" },
    },
    zh = {
      set = "{minutes}分钟后提醒你：{text}",
      set_one = "1分钟后提醒你：{text}",
      due = "提醒：{text}",
      pending = "{minutes}分钟后：{text}",
      none = "没有提醒；/remind 分钟 内容",
      malformed = "什么时候，提醒什么？/remind 分钟 内容",
      too_late = "最多{n}分钟",
      too_long = "内容最多{n}字节",
      too_many = "你已经有{n}个提醒了",
      full = "这个聊天室里的提醒太多了",
      members_only = "只有聊天室里的人可以设提醒",
      usage = { remind = "[分钟 内容]" },
      help = { remind = "到时候提醒你；列出将要提醒的" },
    },
  },
}

-- In all: each needs one of a plugin's 256 timers, and a part of its 128 KiB of storage.
local most_in_all, most_bytes = 100, 500

-- The keys of the reminders for a name, or of all reminders, soonest first.
local function keys_for(name)
  local keys, kept = {}, room.store
  for key, it in pairs(kept) do
    if not name or room.same(it.name, name) then keys[#keys + 1] = key end
  end
  table.sort(keys, function(a, b) return kept[a].at < kept[b].at end)
  return keys
end

-- While its owner is away, a reminder stays; the next login delivers it.
local function tell(key)
  local it = room.store[key]
  local owner = room.member(it.name)
  if not owner then return end
  room.tell(owner, room.fill(remind.config.due, { text = it.text }))
  room.store[key] = nil
end

-- When the timer fires, another reminder can have this key.
local function set_timer(key)
  local at = room.store[key].at
  local wait = math.min(math.max(0, at - room.now()), remind.config.most_minutes * 60)
  room.after(wait, function()
    local it = room.store[key]
    if it and it.at == at then tell(key) end
  end)
end

local function free_key()
  for i = 1, most_in_all do
    if not room.store[tostring(i)] then return tostring(i) end
  end
end

local function list(name)
  local lines = {}
  for i, key in ipairs(keys_for(name)) do
    local it = room.store[key]
    local minutes = math.ceil(math.max(0, it.at - room.now()) / 60)
    lines[i] = room.fill(remind.config.pending, { minutes = minutes, text = it.text })
  end
  return #lines > 0 and table.concat(lines, "\n") or remind.config.none
end

local function set(call)
  if not call.member then return remind.config.members_only end
  local config, name = remind.config, call.member.name
  if call.text == "" then return list(name) end
  local number, text = call.words[1]:match("^%d+%.?%d*$"), call.after(1)
  local minutes = tonumber(number)
  if not minutes or text == "" then return config.malformed end
  if minutes > config.most_minutes then return room.fill(config.too_late, { n = config.most_minutes }) end
  if #text > most_bytes then return room.fill(config.too_long, { n = most_bytes }) end
  if #keys_for(name) >= config.most then return room.fill(config.too_many, { n = config.most }) end
  local key = free_key()
  if not key then return config.full end
  room.store[key] = { name = name, at = room.now() + minutes * 60, text = text }
  set_timer(key)
  return room.fill(minutes == 1 and config.set_one or config.set, { minutes = minutes, text = text })
end

function remind.on_load()
  local oldest = room.now() - remind.config.keep_days * 86400
  for _, key in ipairs(keys_for()) do
    if room.store[key].at < oldest then room.store[key] = nil else set_timer(key) end
  end
end

function remind.on_join(member)
  for _, key in ipairs(keys_for(member.name)) do
    if room.store[key].at <= room.now() then tell(key) end
  end
end

remind.commands = {
  remind = { run = set },
}

return remind
