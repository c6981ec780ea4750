-- C calls Lua calls C, until the C stack overflows.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local function deeper() return (("a"):gsub("a", deeper)) end
return {
  on_message = function(message)
    if message.text == "attack" then deeper() end
  end,
}
