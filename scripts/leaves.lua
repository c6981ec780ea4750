--- 4. Announces a leave to the other members.
local leaves = { config = { text = "{name} left the room" } }

function leaves.on_leave(member, why)
  -- When the room closes, all members leave at once, so there is nobody to tell.
  if why == "shutdown" then return end
  room.post {
    kind = "leave",
    from = member.name,
    text = why,
    line = room.fill(leaves.config.text, { name = member.name, why = why }),
    to = room.others(member),
  }
end

return leaves
