-- Each call catches the overflow of the next, and calls once more.
-- trigger: message
-- sandbox: killed or fault
-- open: killed or fault

local function deeper()
  pcall(deeper)
  deeper()
end
return {
  on_message = function(message)
    if message.text == "attack" then deeper() end
  end,
}
