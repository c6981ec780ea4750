--- Keeps what was said: a file a day, in the data folder under logs/, the last thirty days.
-- Shows: watching without changing. room.log with a file name writes through the host, which
-- stamps the time and begins a new file at midnight.
local chatlog = { config = { file = "chat" } }

local function write(...)
  room.log(table.concat({ ... }), chatlog.config.file)
end

function chatlog.on_join(member) write("* ", member.name, " came in from ", member.address) end

function chatlog.on_message(message) write(message.name, ": ", message.text) end

function chatlog.on_leave(member, why) write("* ", member.name, " left (", why, ")") end

function chatlog.on_announce(text) write("* administrator: ", text) end

return chatlog
