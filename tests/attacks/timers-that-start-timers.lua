-- Each timer starts two more.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: too many timers

local function more()
  room.after(0, more)
  room.after(0, more)
end
return {
  on_message = function(message)
    if message.text == "attack" then more() end
  end,
}
