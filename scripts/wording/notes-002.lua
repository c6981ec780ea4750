-- The words of the third course note, byte for byte. All other words are those of notes-000.
return {
  joins = { text = "{name}  进入聊天室" },
  relay = { text = "{name} ： {text}" },
  leaves = { text = "{name} 离开了聊天室" },
  announce = { text = "管理员消息: {text}" },
}
