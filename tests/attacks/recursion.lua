-- A function that calls itself without end.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: stack overflow

local function deeper() return 1 + deeper() end
return {
  on_message = function(message)
    if message.text == "attack" then deeper() end
  end,
}
