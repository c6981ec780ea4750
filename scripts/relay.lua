--- 3. What one says, the others hear; the speaker does not.
return {
  config = { text = "{name}: {text}" },
  -- A form: the host fills it in, and asks no script as long as nobody else wants a say.
  on_message = { setting = "text", kind = "message", to = "others" },
}
