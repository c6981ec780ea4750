--- 3. Publishes a member's line to the others, not to the sender.
return {
  config = { text = "{name}: {text}" },
  -- A form: the host fills it in without a call while no plugin has a hook for lines.
  on_message = { setting = "text", kind = "message", to = "others" },
}
