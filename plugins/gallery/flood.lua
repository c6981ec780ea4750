--- Too many lines in a short time are refused; who goes on is muted, and then removed. Time forgives.
-- Shows: a filter that refuses with a reason, and a memory of each member that leaves with the member.
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

function flood.on_leave(member) memory[member.id] = nil end

return flood
