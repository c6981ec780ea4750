--- Members whom the administrator trusts may remove, ban and mute others. A log records their actions.
-- "/trust ann PASSWORD" at the console makes ann a moderator. Anybody can take the name while ann is away,
-- so ann gives "/op PASSWORD" at each login. In plain text the password
-- is not encrypted: use this on networks you trust, with passwords used nowhere else.
-- Shows: commands for the administrator alone, room.store, room.kick, room.ban, room.mute, a separate log.
local moderation = {
  config = {
    wait_seconds = 10, -- Pause after a wrong password for this name, against guessing.
    ban_hours = 24,
    mute_minutes = 10,
    file = "moderation",
  },
  words = {
    en = {
      ready = "you may /kick, /ban, /unban and /mute now",
      refused = "no", -- The same for a wrong name, a wrong password and a password during the pause.
      not_yet = "only moderators may do that; /op PASSWORD first",
      console = "the console has its own /kick, /ban, /unban and /mute",
      unknown = "nobody here is called {name}",
      address = "only the administrator bans addresses",
      kick = "kick {name}",
      ban = "ban {name} {hours} h",
      unban = "let {name} in again",
      mute = "mute {name} {minutes} min",
      minutes = "how long? whole minutes from 0 to 1440: /mute NAME [MINUTES] [REASON]",
      because = "{what}: {reason}",
      done = "done: {what}",
      told = "{what} (by {by})",
      by = "by {by}",
      became = "{name} is a moderator now, from {address}",
      wrong = "{name} says a wrong password, from {address}",
      trusted = "trusted: {names}",
      between = ", ",
      nobody = "nobody is trusted",
      whom = "whom? /{command} NAME",
      trust_usage = "whom? /trust NAME PASSWORD",
      usage = {
        trust = "[NAME PASSWORD]",
        untrust = "NAME",
        op = "PASSWORD",
        kick = "NAME [REASON]",
        ban = "NAME [REASON]",
        unban = "NAME",
        mute = "NAME [MINUTES] [REASON]",
      },
      help = {
        trust = "lets NAME be a moderator; lists all",
        untrust = "takes it back at once",
        op = "makes you a moderator until you leave",
        kick = "removes NAME (moderators)",
        ban = "keeps NAME out (moderators)",
        unban = "lets NAME in again (moderators)",
        mute = "silences NAME; 0 ends it (moderators)",
      },
    },
    zh = {
      ready = "你现在可以用 /kick、/ban、/unban 和 /mute 了",
      refused = "不行",
      not_yet = "只有协管员可以这样做，请先输入 /op 密码",
      console = "控制台有自己的 /kick、/ban、/unban 和 /mute",
      unknown = "这里没有叫{name}的人",
      address = "只有管理员可以禁止地址",
      kick = "请出{name}",
      ban = "禁止{name}进入{hours}小时",
      unban = "允许{name}进入",
      mute = "禁言{name}{minutes}分钟",
      minutes = "多久？请写0到1440的整数分钟：/mute 名字 [分钟] [原因]",
      because = "{what}：{reason}",
      done = "已{what}",
      told = "{what}（由{by}决定）",
      by = "由{by}决定",
      became = "{name}成为协管员，来自{address}",
      wrong = "{name}说错了密码，来自{address}",
      trusted = "协管员：{names}",
      between = "、",
      nobody = "没有协管员",
      whom = "对谁？/{command} 名字",
      trust_usage = "对谁？/trust 名字 密码",
      usage = {
        trust = "[名字 密码]",
        untrust = "名字",
        op = "密码",
        kick = "名字 [原因]",
        ban = "名字 [原因]",
        unban = "名字",
        mute = "名字 [分钟] [原因]",
      },
      help = {
        trust = "让某人当协管员；列出全部",
        untrust = "立即收回",
        op = "成为协管员，直到离开",
        kick = "请出某人（协管员）",
        ban = "禁止某人进入（协管员）",
        unban = "允许某人再进来（协管员）",
        mute = "禁言某人，0为解除（协管员）",
      },
    },
  },
}

-- The time of the last wrong password, by name. Hashes of the passwords are in room.store, by name.
local wrong_at = {}

-- Under this key, which is no name, room.store has the names of members who have given their password, by
-- id as text: they stay moderators until they leave, also after a restart or a crash.
local ready_key = " ready"

local function is_ready(member)
  local ready = room.store[ready_key]
  return ready ~= nil and ready[tostring(member.id)] == member.name
end

local function set_ready(member, is)
  local ready = room.store[ready_key] or {}
  ready[tostring(member.id)] = is and member.name or nil
  room.store[ready_key] = next(ready) and ready or nil
end

-- Bytes: the limit of room.password_hash.
local longest_password = 200

local function record(text) room.log(text, moderation.config.file) end

-- The stored name that equals `name`, or else `name`.
local function trusted_name(name)
  if room.store[name] then return name end
  for other in pairs(room.store) do
    if other ~= ready_key and room.same(name, other) then return other end
  end
  return name
end

local function op(call)
  local member, config = call.member, moderation.config
  if not member then return false, config.console end
  local kept = room.store[trusted_name(member.name)]
  local soon = room.now() - (wrong_at[member.name] or 0) < config.wait_seconds
  if not kept or soon or #call.text > longest_password then return false, config.refused end
  if not room.password_verify(call.text, kept) then
    wrong_at[member.name] = room.now()
    record(room.fill(config.wrong, { name = member.name, address = member.address }))
    return false, config.refused
  end
  set_ready(member, true)
  record(room.fill(config.became, { name = member.name, address = member.address }))
  return config.ready
end

-- A command for moderators: act(name, call, by) returns a description of its action, or nil and the reason why it failed.
local function for_moderators(act)
  return function(call)
    local config, by = moderation.config, call.member
    if not by then return false, config.console end
    if not is_ready(by) then return false, config.not_yet end
    local name = call.words[1]
    if not name then return false, room.fill(config.whom, { command = call.name }) end
    local what, why_not = act(name, call, by)
    if not what then return false, why_not end
    record(room.fill(config.told, { what = what, by = by.name }))
    return room.fill(config.done, { what = what })
  end
end

local function unknown(name) return nil, room.fill(moderation.config.unknown, { name = name }) end

local function because(reason, what)
  return reason == "" and what or room.fill(moderation.config.because, { what = what, reason = reason })
end

-- The reason that the member gets; the host itself adds the kind and the length of the punishment.
local function why(reason, by)
  local config = moderation.config
  return room.fill(reason == "" and config.by or config.told, { what = reason, by = by.name })
end

local function kick(name, call, by)
  local member = room.member(name)
  if not member then return unknown(name) end
  local what = because(call.after(1), room.fill(moderation.config.kick, { name = member.name }))
  room.kick(member, why(call.after(1), by))
  return what
end

local function is_like_an_address(name) return name:find(":", 1, true) or name:find("^%d+%.%d+%.%d+%.%d+") end

-- Bans the name, also of a member who has left. Never an address, which others can share.
local function ban(name, call, by)
  if is_like_an_address(name) then return nil, moderation.config.address end
  local hours, member = moderation.config.ban_hours, room.member(name)
  name = member and member.name or name
  local what = because(call.after(1), room.fill(moderation.config.ban, { name = name, hours = hours }))
  room.ban(member or name, hours * 3600, why(call.after(1), by))
  return what
end

local function unban(name)
  if is_like_an_address(name) then return nil, moderation.config.address end
  room.ban(name, 0)
  return room.fill(moderation.config.unban, { name = name })
end

-- A word that begins like a number counts as one: "5x" and "-5" are mistakes, not reasons.
local function mute(name, call, by)
  local member, word = room.member(name), call.words[2] or ""
  if not member then return unknown(name) end
  local has_number = word:find("^[-+.]?%d") ~= nil
  local minutes = has_number and tonumber(word:match("^%d+$")) or moderation.config.mute_minutes
  if has_number and (not word:find("^%d+$") or minutes > 1440) then return nil, moderation.config.minutes end
  local reason = call.after(has_number and 2 or 1)
  local what = because(reason, room.fill(moderation.config.mute, { name = member.name, minutes = minutes }))
  room.mute(member, minutes * 60)
  room.tell(member, why(reason, by))
  return what
end

local function list()
  local names = {}
  for name in pairs(room.store) do
    if name ~= ready_key then names[#names + 1] = name end
  end
  table.sort(names)
  if #names == 0 then return moderation.config.nobody end
  return room.fill(moderation.config.trusted, { names = table.concat(names, moderation.config.between) })
end

-- Members under this name must give the password again.
local function set_password(name, password)
  room.store[name] = password and room.password_hash(password)
  local member = room.member(name)
  if member then set_ready(member, false) end
  return list()
end

local function trust(call)
  if call.text == "" then return list() end
  local name, password = call.words[1], call.after(1)
  if password == "" or #password > longest_password then return false, moderation.config.trust_usage end
  return set_password(trusted_name(name), password)
end

local function untrust(call)
  if call.text == "" then return false, room.fill(moderation.config.whom, { command = call.name }) end
  return set_password(trusted_name(call.words[1]), nil)
end

-- Older versions stored the passwords themselves. They are hashed one at a time, because a hash is slow on purpose.
local function hash_next()
  for name, kept in pairs(room.store) do
    if name ~= ready_key and not kept:find("^pbkdf2%-sha256%$") then
      room.store[name] = room.password_hash(kept:sub(1, longest_password))
      room.after(0, hash_next)
      return
    end
  end
end

-- Forgets members who left while no plugin ran, so that no other member can inherit their ids.
function moderation.on_load()
  for id, name in pairs(room.store[ready_key] or {}) do
    local member = room.member(tonumber(id))
    if not member or member.name ~= name then room.store[ready_key][id] = nil end
  end
  hash_next()
end

function moderation.on_join(member) set_ready(member, false) end

function moderation.on_leave(member) set_ready(member, false) end

moderation.commands = {
  trust = { role = "admin", secret = true, run = trust },
  untrust = { role = "admin", run = untrust },
  op = { secret = true, run = op },
  kick = { run = for_moderators(kick) },
  ban = { run = for_moderators(ban) },
  unban = { run = for_moderators(unban) },
  mute = { run = for_moderators(mute) },
}

return moderation
