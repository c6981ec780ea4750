-- A comparison that sorts.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local function deeper() table.sort({ 1, 2, 3 }, deeper) end
return {
  on_message = function(message)
    if message.text == "attack" then deeper() end
  end,
}
