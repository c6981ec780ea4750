-- The words of the second course note, byte for byte. All other words are those of notes-000.
return {
  joins = { text = "{name} 进入聊天室" },
  relay = { text = "{name} 说：{text}" },
  leaves = { text = "{name} 退出了聊天室" },
  announce = { text = "管理员说：{text}" },
}
