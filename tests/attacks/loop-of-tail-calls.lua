-- A function that tail-calls itself, without a growing stack.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

local function again() return again() end
return {
  on_message = function(message)
    if message.text == "attack" then again() end
  end,
}
