-- A loop whose every step is a call into C.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

return {
  on_message = function(message)
    local text = message.text
    if text == "attack" then repeat text:byte(1) until false end
  end,
}
