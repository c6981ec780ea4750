--- Writes a log of the talk: a file a day, in the data folder under logs/, for thirty days.
-- Shows: an observer. room.log with a file name writes through the host, which
-- adds the time and begins a new file at midnight.
local chatlog = {
  config = { file = "chat" },
  words = {
    en = {
      came = "* {name} came in from {address}",
      said = "{name}: {text}",
      left = "* {name} left ({why})",
      announced = "* administrator: {text}",
      why = {
        quit = "quit",
        timeout = "timeout",
        gone = "gone",
        kick = "kick",
        ban = "ban",
        replaced = "replaced",
        shutdown = "shutdown",
      },
    },
    zh = {
      came = "* {name}从{address}进入",
      said = "{name}：{text}",
      left = "* {name}退出（{why}）",
      announced = "* 管理员：{text}",
      why = {
        quit = "自己离开",
        timeout = "太久没有动静",
        gone = "断线",
        kick = "被请出",
        ban = "被禁止",
        replaced = "改名",
        shutdown = "聊天室关闭",
      },
    },
  },
}

local function write(text, values)
  room.log(room.fill(text, values), chatlog.config.file)
end

function chatlog.on_join(member) write(chatlog.config.came, { name = member.name, address = member.address }) end

function chatlog.on_message(message) write(chatlog.config.said, { name = message.name, text = message.text }) end

function chatlog.on_leave(member, why)
  write(chatlog.config.left, { name = member.name, why = chatlog.config.why[why] })
end

function chatlog.on_announce(text) write(chatlog.config.announced, { text = text }) end

return chatlog
