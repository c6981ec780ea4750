--- 2. When somebody comes in, the others are told.
return {
  config = { text = "{name} joined the room" },
  on_join = { setting = "text", kind = "join", to = "others" },
}
