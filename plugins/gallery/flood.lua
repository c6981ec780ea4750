--- Refuses too many lines in a short time; a member who goes on is muted, and then removed. Excess is forgotten in time.
-- A new login does not reset the count, and neither does another name from the same source.
-- Shows: a filter that refuses with a reason, and data about each member that outlasts the login.
-- A command with a text counts as a line, because it can publish the text.
local flood = {
  order = 10, -- First, so that refused lines cost no other plugin's time.
  config = {
    lines = 8, -- This many lines ...
    seconds = 5, -- ... in this many seconds are allowed.
    mute_after = 2, -- Up to this many excess lines are only refused ...
    kick_after = 3, -- ... and up to this many only mute.
    mute_seconds = 60,
    forgive_seconds = 120, -- One excess line is forgotten in this time.
  },
  words = {
    en = {
      slow = "slow down: this was not sent",
      muted = "too fast for too long",
      kicked = "too many lines",
    },
    zh = {
      slow = "你说得太快了，这一条没有发出",
      muted = "你一直说得太快",
      kicked = "说得太多太快",
    },
  },
}

-- Counts of members under "id:…". Counts of members who left are under "name:…" and, if no other member of that source
-- was here, under "source:…". Each has the recent `lines`, the lines in `excess`, the time of the count, and the end of
-- a `pause`. Counts with excess are in room.store too, for a crash; allowed lines do not touch it.
local memory = {}
local most_kept = 300

-- Seconds. Lines that were on their way when a mute came are refused, without further punishment.
local pause = 1

local function shrunk(count, passed, seconds) return math.max(0, count - passed / seconds) end

local function id_key(member) return "id:" .. member.id end

local function copy_of(it) return { lines = it.lines, excess = it.excess, at = it.at, pause = it.pause } end

-- The counts of a member, reduced by the time since.
local function recall(key)
  local config, now = flood.config, room.now()
  local it = memory[key] or { lines = 0, excess = 0, at = now, pause = 0 }
  local passed = math.max(0, now - it.at) -- A clock can be set back.
  memory[key] = {
    lines = shrunk(it.lines, passed, config.seconds / config.lines),
    excess = shrunk(it.excess, passed, config.forgive_seconds),
    at = now,
    pause = it.pause,
  }
  return memory[key]
end

-- Drops counts that have expired; returns how many are left.
local function sweep(entries)
  local now, left = room.now(), 0
  for key, it in pairs(entries) do
    local forgiven = now - it.at > (it.excess + 1) * flood.config.forgive_seconds
    if forgiven or now < it.at then entries[key] = nil else left = left + 1 end
  end
  return left
end

local function keep(key, it)
  local kept = sweep(room.store)
  if kept < most_kept or room.store[key] then room.store[key] = copy_of(it) end
end

local function remember(key, it)
  memory[key] = copy_of(it)
  if it.excess > 0 then keep(key, it) end
end

local function punish(member, it)
  local config = flood.config
  if it.excess > config.kick_after then return room.kick(member, config.kicked) end
  if it.excess <= config.mute_after then return config.slow end
  it.pause, it.lines = it.at + pause, 0
  room.mute(member, config.mute_seconds)
  return config.muted
end

function flood.filter_message(message)
  local it = recall(id_key(message.author))
  if it.at < it.pause then return false end
  if it.lines + 1 <= flood.config.lines then
    it.lines = it.lines + 1
    return
  end
  it.excess = it.excess + 1
  local words = punish(message.author, it)
  keep(id_key(message.author), it)
  return false, words
end

local function is_alone(member)
  for _, other in ipairs(room.members()) do
    if other.id ~= member.id and other.source == member.source then return false end
  end
  return true
end

function flood.on_leave(member)
  local key = id_key(member)
  local it = memory[key]
  memory[key], room.store[key] = nil, nil
  if not it then return end
  sweep(memory)
  remember("name:" .. member.name, it)
  if is_alone(member) then remember("source:" .. member.source, it) end
end

-- Each member has a count of its own; lines of others from the same source do not count.
function flood.on_join(member)
  local it = memory["name:" .. member.name] or memory["source:" .. member.source]
  if it then remember(id_key(member), it) end
end

function flood.on_load(saved)
  memory = saved or {}
  for key, it in pairs(room.store) do
    local id = key:match("^id:(%d+)$")
    local is_known = id and room.member(tonumber(id)) or not id and key:find(":", 1, true)
    if not is_known then
      room.store[key] = nil
    elseif not memory[key] then
      memory[key] = copy_of(it)
    end
  end
end

function flood.on_unload() return memory end

return flood
