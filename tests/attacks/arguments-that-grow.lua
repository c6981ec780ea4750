-- Each call has one argument more than the last.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local function more(...) return 1 + more(1, ...) end
return {
  on_message = function(message)
    if message.text == "attack" then more() end
  end,
}
