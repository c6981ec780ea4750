--- 5. What the administrator says, everybody hears.
local announce = { config = { text = "Administrator: {text}" } }

function announce.on_announce(text)
  room.post {
    kind = "announcement",
    text = text,
    line = (announce.config.text:gsub("{(%w+)}", { text = text })),
    to = room.everyone,
  }
end

return announce
