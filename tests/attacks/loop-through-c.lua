-- A loop in which every step calls C.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    local text = message.text
    if text == "attack" then repeat text:byte(1) until false end
  end,
}
