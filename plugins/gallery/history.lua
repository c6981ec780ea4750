--- Shows the latest lines to a newcomer.
-- Shows: room.history, which contains only entries that all members received, so nothing private.
local history = {
  order = 60, -- A welcome comes first.
  config = {
    lines = 10,
    without = { "join", "leave" }, -- Kinds to leave out.
  },
  words = {
    en = {
      title = "— before you came —",
      line = "{line}  ({ago})",
      ending = "— until here —",
      now = "just now",
      minutes = "{n} min ago",
      hours = "{n} h ago",
    },
    zh = {
      title = "— 你来之前 —",
      line = "{line}（{ago}）",
      ending = "— 到这里为止 —",
      now = "刚才",
      minutes = "{n}分钟前",
      hours = "{n}小时前",
    },
  },
}

-- One hook may post 64 KiB. If lines are very long, fewer of them fit into this many bytes.
local most_bytes = 16384

local function ago(time)
  local minutes = math.floor((room.now() - time) / 60)
  if minutes < 1 then return history.config.now end
  if minutes < 60 then return room.fill(history.config.minutes, { n = minutes }) end
  return room.fill(history.config.hours, { n = math.floor(minutes / 60) })
end

local function is_left_out(kind)
  for _, other in ipairs(history.config.without) do
    if kind == other then return true end
  end
end

-- The latest entries to show, oldest first.
local function latest()
  local past, chosen, bytes = room.history(200), {}, 0
  for i = #past, 1, -1 do
    local entry = past[i]
    if not is_left_out(entry.kind) then
      bytes = bytes + #entry.line
      if #chosen >= history.config.lines or bytes > most_bytes then break end
      table.insert(chosen, 1, entry)
    end
  end
  return chosen
end

function history.on_join(member)
  local entries = latest()
  if #entries == 0 then return end
  room.tell(member, history.config.title)
  for _, entry in ipairs(entries) do
    room.tell(member, room.fill(history.config.line, { line = entry.line, ago = ago(entry.time) }))
  end
  room.tell(member, history.config.ending)
end

return history
