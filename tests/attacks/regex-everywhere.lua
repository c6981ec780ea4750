-- A pattern that matches the empty text, everywhere in a long text; and searches that begin outside the text.
-- trigger: message
-- sandbox: harmless or killed
-- open: harmless or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local regex, text = room.regex(""), ("ä"):rep(30000)
    for _, from in ipairs({ -1, 0, 1.5, 2, 60000, 60001, 60002, 2 ^ 53, 1 / 0, 0 / 0 }) do pcall(regex.find, regex, text, from) end
    pcall(regex.all, regex, text)
    pcall(regex.replace, regex, text, ("x"):rep(60000))
    pcall(regex.replace, regex, text, "\\9")
    pcall(regex.replace, regex, text, "\\")
  end,
}
