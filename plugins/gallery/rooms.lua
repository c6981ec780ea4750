--- Side rooms: "/join tea" moves you into #tea, "/part" back into the hall, "/rooms" lists all rooms.
-- Lines reach only members in the same room. Joins, leaves, the administrator's lines, and posts
-- of plugins ("/me", a poll) reach all members.
-- Shows: a filter that runs last, posts the line itself, and returns `false, true`: it has handled the line.
-- So while any member is in a side room, on_message runs for no line, not even in the hall: relay, chatlog, seen
-- and room.history do not get the lines, and /why does not list them. While all members are in the hall, this plugin
-- changes nothing.
-- Lines in a side room are private: while this file cannot judge, the host refuses all lines (fail = "closed"), and
-- a member who is moved into the hall is told so.
local rooms = {
  fail = "closed",
  order = 90, -- Last, so that other plugins' refusals and changes apply here too.
  config = { most = 50 }, -- Names in one answer, and rooms in one list.
  words = {
    en = {
      hall = "the hall",
      line = "[{room}] {name}: {text}",
      hall_line = "{name}: {text}", -- As in the script relay.
      came = "{name} came into {room}",
      went = "{name} left {room}",
      welcome = "you are in {room} with: {names}",
      alone = "you are in {room}, alone",
      there = "you are there already",
      moved = "you are in the hall now: everybody hears you",
      listed = "{room}: {names}",
      between = ", ",
      more = "and {n} more",
      more_rooms = "and {n} more rooms",
      which = "into which room? /join NAME, at most {n} bytes",
      members_only = "only members go into rooms",
      usage = { join = "ROOM" },
      help = {
        join = "goes into a room of its own, which is made if there is none",
        part = "comes back into the hall",
        rooms = "the rooms, and who is in them",
      },
    },
    zh = {
      hall = "大厅",
      line = "【{room}】{name}说：{text}",
      hall_line = "{name}说：{text}",
      came = "{name}进入了{room}",
      went = "{name}离开了{room}",
      welcome = "你在{room}，这里有：{names}",
      alone = "你在{room}，这里只有你",
      there = "你已经在那里了",
      moved = "你现在在大厅，说的话大家都能听到",
      listed = "{room}：{names}",
      between = "、",
      more = "还有{n}人",
      more_rooms = "还有{n}个房间",
      which = "去哪个房间？/join 名字，最多{n}字节",
      members_only = "只有聊天室里的人可以进房间",
      usage = { join = "房间" },
      help = {
        join = "进入一个小房间，没有就新开一个",
        part = "回到大厅",
        rooms = "有哪些房间，谁在里面",
      },
    },
  },
}

local longest_name = 32

-- Each member's side room, by id as text; members in the hall have none. It is kept in room.store, so that a restart
-- does not move members into the hall, where they would publish private lines.
local function where(member) return room.store[tostring(member.id)] end

local function label(name) return name and "#" .. name or rooms.config.hall end

-- The members of a room, except one.
local function those_in(name, without)
  local list = {}
  for _, member in ipairs(room.members()) do
    if where(member) == name and member ~= without then list[#list + 1] = member end
  end
  return list
end

local function names_of(members)
  local names = {}
  for i = 1, math.min(#members, rooms.config.most) do names[i] = members[i].name end
  if #members > #names then names[#names + 1] = room.fill(rooms.config.more, { n = #members - #names }) end
  return table.concat(names, rooms.config.between)
end

local function notify(member, text)
  local name = where(member)
  local line = room.fill(text, { name = member.name, room = label(name) })
  if name then room.post { line = line, to = those_in(name, member) } end
end

local function move(member, name)
  if where(member) == name then return rooms.config.there end
  notify(member, rooms.config.went)
  room.store[tostring(member.id)] = name
  notify(member, rooms.config.came)
  local names = names_of(those_in(name, member))
  local text = names == "" and rooms.config.alone or rooms.config.welcome
  -- Clients show the text of a post of the kind "room" in their status row.
  local line = room.fill(text, { room = label(name), names = names })
  room.post { kind = "room", text = name and label(name) or "", line = line, to = { member } }
end

-- The first word of a filtered text, because other members read the name.
local function room_named(text) return text:match("^%S+") end

local function join(call)
  if not call.member then return rooms.config.members_only end
  local name = (room_named(call.text) or ""):gsub("^#", ""):lower()
  if name == "" or #name > longest_name then return room.fill(rooms.config.which, { n = longest_name }) end
  return move(call.member, name)
end

local function part(call)
  if not call.member then return rooms.config.members_only end
  return move(call.member, nil)
end

local function list()
  local inside, lines = {}, {}
  for _, member in ipairs(room.members()) do
    local name = label(where(member))
    inside[name] = inside[name] or {}
    table.insert(inside[name], member)
  end
  local names = {}
  for name in pairs(inside) do names[#names + 1] = name end
  table.sort(names)
  for i = 1, math.min(#names, rooms.config.most) do
    lines[i] = room.fill(rooms.config.listed, { room = names[i], names = names_of(inside[names[i]]) })
  end
  if #names > #lines then lines[#lines + 1] = room.fill(rooms.config.more_rooms, { n = #names - #lines }) end
  return table.concat(lines, "\n")
end

function rooms.filter_message(message)
  -- A command publishes its text itself, to its own audience.
  if message.command or next(room.store) == nil then return end
  local name = where(message.author)
  local text = name and rooms.config.line or rooms.config.hall_line
  room.post {
    kind = "message",
    from = message.name,
    text = message.text,
    line = room.fill(text, { room = label(name), name = message.name, text = message.text }),
    to = those_in(name, message.author),
  }
  return false, true
end

-- Names and addresses of members who left while in a side room. A newcomer with one of them is told that this is
-- the hall. They are not moved back, because they can be another person.
local left, count = {}, 0

local function remember(key)
  if count == 500 then left, count = {}, 0 end
  left[key], count = true, count + 1
end

function rooms.on_leave(member, why)
  if where(member) then
    notify(member, rooms.config.went)
    remember(member.name)
    if why == "replaced" then remember(member.address) end
  end
  room.store[tostring(member.id)] = nil
end

-- After a crash of the host, ids are reused.
function rooms.on_join(member)
  room.store[tostring(member.id)] = nil
  if not left[member.name] and not left[member.address] then return end
  left[member.name], left[member.address] = nil, nil
  room.tell(member, rooms.config.moved)
end

function rooms.on_load(saved)
  for key in pairs(saved or {}) do remember(key) end
end

-- Without this file there is only the hall.
function rooms.on_unload(why)
  if why ~= "removed" then return left end
  for _, member in ipairs(room.members()) do
    if where(member) then room.tell(member, rooms.config.moved) end
    room.store[tostring(member.id)] = nil
  end
end

rooms.commands = {
  join = { run = join },
  part = { run = part },
  rooms = { run = list },
}

return rooms
