--- 2. Announces a join to the other members.
return {
  config = { text = "{name} joined the room" },
  on_join = { setting = "text", kind = "join", to = "others" },
}
