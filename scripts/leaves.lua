--- 4. When somebody leaves, the others are told.
local leaves = { config = { text = "{name} left the room" } }

function leaves.on_leave(member, why)
  -- When the room closes, everybody leaves at once and nobody is left to be told.
  if why == "shutdown" then return end
  room.post {
    kind = "leave",
    from = member.name,
    text = why,
    line = (leaves.config.text:gsub("{(%w+)}", { name = member.name, why = why })),
    to = room.others(member),
  }
end

return leaves
