--- 5. Publishes the administrator's lines to all members.
return {
  config = { text = "Administrator: {text}" },
  on_announce = { setting = "text", kind = "announcement", to = "everyone" },
}
