-- A function that ends by calling itself needs no stack.
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
