--- 3. What one says, the others hear; the speaker does not.
local relay = { config = { text = "{name}: {text}" } }

function relay.on_message(message)
  room.post {
    kind = "message",
    from = message.name,
    text = message.text,
    line = (relay.config.text:gsub("{(%w+)}", { name = message.name, text = message.text })),
    to = room.others(message.author),
  }
end

return relay
