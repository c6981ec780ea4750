-- A coroutine in a coroutine in a coroutine.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local function deeper() coroutine.wrap(deeper)() end
return {
  on_message = function(message)
    if message.text == "attack" then deeper() end
  end,
}
