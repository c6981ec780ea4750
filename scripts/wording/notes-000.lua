-- The words of the first course note, byte for byte. Each part is laid over the settings of the script of that name.
return {
  joins = { text = "{name}进入了聊天室" },
  relay = { text = "{name}说：{text}" },
  leaves = { text = "{name}退出了聊天室" },
  announce = { text = "管理员说：{text}" },
  names = {
    taken = "该用户已存在",
    confusable = "该用户名与已有用户名太相似",
    invalid = "用户名须为1到32个字符，不能含空格",
    reserved = "不能使用管理员的名字",
  },
  -- What the host itself says, also when no script can be asked.
  host = {
    refused = "不能进入聊天室",
    full = "聊天室已满",
    busy = "聊天室正忙，请稍后再试",
    slow = "你说得太快了，请慢一点（上一条没有发出）",
    too_many_logins = "登录太频繁，请稍后再试",
    too_long = "这条消息太长，没有发出",
    closing = "聊天室关闭了",
    muted = "你现在不能发言（上一条没有发出）",
    banned = "你已被禁止进入聊天室",
    no_command = "没有 /{name} 这个命令，输入 /help 查看",
    no_command_but = "没有 /{name} 这个命令，是不是 /{meant}？",
    only_admin = "只有管理员可以使用这个命令",
    failed = "这个命令出错了",
  },
}
