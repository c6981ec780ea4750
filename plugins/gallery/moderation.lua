--- Members whom the administrator trusts may remove, ban and mute; all they do is written down.
-- "/trust ann PASSWORD" at the console names one. A name alone proves nothing, since anybody may take it
-- while ann is away: so ann says "/op PASSWORD" first, at each login. The protocol is plain
-- text, and so is the password: use this on networks you trust, with passwords used nowhere else.
-- Shows: commands for the administrator alone, room.store, room.kick, room.ban, room.mute, an own log.
local moderation = {
  config = {
    wait_seconds = 10, -- After a wrong password, for this name: nobody tries a thousand.
    ban_hours = 24,
    mute_minutes = 10,
    file = "moderation",
    ready = "you may /kick, /ban and /mute now",
    refused = "no", -- The same for a wrong name, a wrong password and one too soon.
    not_yet = "only moderators may do that; /op PASSWORD first",
    console = "the console has its own /kick, /ban and /mute",
    unknown = "nobody here is called {name}",
    address = "only the administrator bans addresses",
    done = "done: {what}",
    told = "{what} (by {by})",
    trusted = "trusted: {names}",
    nobody = "nobody is trusted",
    whom = "whom? /{command} NAME",
    trust_usage = "whom? /trust NAME PASSWORD",
  },
}

-- The ids of those who have said their password, and the time of the last wrong one by name. The
-- passwords are in room.store, by name.
local ready, wrong_at = {}, {}

local function fill(text, values) return (text:gsub("{(%w+)}", values)) end

local function record(text) room.log(text, moderation.config.file) end

local function op(call)
  local member, config = call.member, moderation.config
  if not member then return config.console end
  local password = room.store[member.name]
  local soon = room.now() - (wrong_at[member.name] or 0) < config.wait_seconds
  if not password or soon then return config.refused end
  if call.text ~= password then
    wrong_at[member.name] = room.now()
    record(member.name .. " says a wrong password, from " .. member.address)
    return config.refused
  end
  ready[member.id] = true
  record(member.name .. " is a moderator now, from " .. member.address)
  return config.ready
end

-- A command for moderators: act(name, rest, by) returns what it has done, or nil and why it has not.
local function for_moderators(act)
  return function(call)
    local config, by = moderation.config, call.member
    if not by then return config.console end
    if not ready[by.id] then return config.not_yet end
    local name, rest = call.text:match("^(%S+)%s*(.*)$")
    if not name then return fill(config.whom, { command = call.name }) end
    local what, why_not = act(name, rest, by)
    if not what then return why_not end
    record(fill(config.told, { what = what, by = by.name }))
    return fill(config.done, { what = what })
  end
end

local function unknown(name) return nil, fill(moderation.config.unknown, { name = name }) end

local function described(action, reason) return reason == "" and action or action .. ": " .. reason end

local function told(what, by) return fill(moderation.config.told, { what = what, by = by.name }) end

local function kick(name, reason, by)
  local member = room.member(name)
  if not member then return unknown(name) end
  local what = described("kick " .. name, reason)
  room.kick(member, told(what, by))
  return what
end

local function is_like_an_address(name) return name:find(":", 1, true) or name:find("^%d+%.%d+%.%d+%.%d+$") end

-- Also of one who is gone: it is the name that is kept out. Never an address, which may be everybody's.
local function ban(name, reason, by)
  if is_like_an_address(name) then return nil, moderation.config.address end
  local hours = moderation.config.ban_hours
  local what = described(("ban %s %g h"):format(name, hours), reason)
  room.ban(room.member(name) or name, hours * 3600, told(what, by))
  return what
end

local function mute(name, rest, by)
  local member = room.member(name)
  if not member then return unknown(name) end
  local number, reason = rest:match("^(%d+)%s*(.*)$")
  local minutes = math.min(tonumber(number) or moderation.config.mute_minutes, 1440)
  local what = described(("mute %s %g min"):format(name, minutes), reason or rest)
  room.mute(member, minutes * 60)
  room.tell(member, told(what, by))
  return what
end

local function list()
  local names = {}
  for name in pairs(room.store) do names[#names + 1] = name end
  table.sort(names)
  if #names == 0 then return moderation.config.nobody end
  return fill(moderation.config.trusted, { names = table.concat(names, ", ") })
end

-- Whoever acts under this name says the password again.
local function set_password(name, password)
  room.store[name] = password
  local member = room.member(name)
  if member then ready[member.id] = nil end
  return list()
end

local function trust(call)
  if call.text == "" then return list() end
  local name, password = call.text:match("^(%S+)%s+(.+)$")
  if not name then return moderation.config.trust_usage end
  return set_password(name, password)
end

local function untrust(call)
  if call.text == "" then return fill(moderation.config.whom, { command = call.name }) end
  return set_password(call.text, nil)
end

function moderation.on_leave(member) ready[member.id] = nil end

moderation.commands = {
  trust = { usage = "[NAME PASSWORD]", help = "lets NAME be a moderator; lists all", role = "admin", run = trust },
  untrust = { usage = "NAME", help = "takes it back at once", role = "admin", run = untrust },
  op = { usage = "PASSWORD", help = "makes you a moderator until you leave", run = op },
  kick = { usage = "NAME [REASON]", help = "removes NAME (moderators)", run = for_moderators(kick) },
  ban = { usage = "NAME [REASON]", help = "keeps NAME out (moderators)", run = for_moderators(ban) },
  mute = {
    usage = "NAME [MINUTES] [REASON]",
    help = "silences NAME; 0 ends it (moderators)",
    run = for_moderators(mute),
  },
}

return moderation
