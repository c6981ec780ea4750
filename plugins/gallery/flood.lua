--- Too many lines in a short time are refused; who goes on is muted, and then removed. Time forgives.
-- A new login does not begin anew, and neither does another name from the same place.
-- Shows: a filter that refuses with a reason, and a memory of each member that outlasts the login.
-- Commands pass no filter: they are only counted by the host (--rate-limit).
local flood = {
  order = 10, -- First: what is refused costs nobody else's time.
  config = {
    lines = 8, -- So many ...
    seconds = 5, -- ... in so many seconds are all right.
    mute_after = 2, -- So many lines too many are only refused ...
    kick_after = 3, -- ... so many only mute.
    mute_seconds = 60,
    forgive_seconds = 120, -- In this time one line too many is forgotten.
  },
  words = {
    en = {
      slow = "slow down: this was not sent",
      muted = "too fast for too long: you cannot speak for {n} seconds",
      kicked = "you have been removed: too many lines",
    },
    zh = {
      slow = "你说得太快了，这一条没有发出",
      muted = "你一直说得太快，{n}秒内不能发言",
      kicked = "你说得太多太快，被请出了聊天室",
    },
  },
}

-- By member id: `lines` said lately, lines said in `excess`, when that was, and the end of a `pause`.
local memory = {}

-- What is remembered of those who left: by name and, when nobody else of that source was here, by source.
local by_name, by_source = {}, {}

-- Seconds. What was on its way already when a mute came is refused, and does no further harm.
local pause = 1

local function shrunk(count, passed, seconds) return math.max(0, count - passed / seconds) end

-- What is remembered of a member, less what time has forgiven since.
local function recall(id)
  local config, now = flood.config, room.now()
  local it = memory[id] or { lines = 0, excess = 0, at = now, pause = 0 }
  local passed = math.max(0, now - it.at) -- A clock may be set back.
  memory[id] = {
    lines = shrunk(it.lines, passed, config.seconds / config.lines),
    excess = shrunk(it.excess, passed, config.forgive_seconds),
    at = now,
    pause = it.pause,
  }
  return memory[id]
end

local function punish(member, it)
  local config = flood.config
  if it.excess > config.kick_after then return room.kick(member, config.kicked) end
  if it.excess <= config.mute_after then return config.slow end
  it.pause, it.lines = it.at + pause, 0
  room.mute(member, config.mute_seconds)
  return (config.muted:gsub("{n}", config.mute_seconds))
end

function flood.filter_message(message)
  local it = recall(message.author.id)
  if it.at < it.pause then return false end
  if it.lines + 1 <= flood.config.lines then
    it.lines = it.lines + 1
    return
  end
  it.excess = it.excess + 1
  return false, punish(message.author, it)
end

local function is_alone(member)
  for _, other in ipairs(room.members()) do
    if other.id ~= member.id and other.source == member.source then return false end
  end
  return true
end

-- Drops what time has forgiven.
local function sweep(left)
  local now = room.now()
  for key, it in pairs(left) do
    local forgiven = (it.excess + 1) * flood.config.forgive_seconds
    if now - it.at > forgiven or now < it.at then left[key] = nil end
  end
end

function flood.on_leave(member)
  local it = memory[member.id]
  memory[member.id] = nil
  if not it then return end
  sweep(by_name)
  sweep(by_source)
  by_name[member.name] = it
  if is_alone(member) then by_source[member.source] = it end
end

-- Each has a memory of its own: what others of that source say is not theirs.
function flood.on_join(member)
  local it = by_name[member.name] or by_source[member.source]
  if it then memory[member.id] = { lines = it.lines, excess = it.excess, at = it.at, pause = it.pause } end
end

return flood
