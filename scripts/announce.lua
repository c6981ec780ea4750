--- 5. What the administrator says, everybody hears.
return {
  config = { text = "Administrator: {text}" },
  on_announce = { setting = "text", kind = "announcement", to = "everyone" },
}
