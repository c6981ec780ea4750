--- 2. When somebody comes in, the others are told.
local joins = { config = { text = "{name} joined the room" } }

function joins.on_join(member)
  room.post {
    kind = "join",
    from = member.name,
    line = (joins.config.text:gsub("{(%w+)}", { name = member.name })),
    to = room.others(member),
  }
end

return joins
