-- A filter that writes escape sequences to the others' screens.
-- trigger: message
-- sandbox: harmless
-- open: harmless

return {
  filter_message = function(message)
    if message.text == "attack" then return "\27[2J\27]0;gotcha\7\nEXIT\r\nEXIT\n\0\194\155" end
  end,
}
