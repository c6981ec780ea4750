-- Who gets one loop stopped meets the next.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

local function spin() while true do end end
return {
  on_message = function(message)
    while message.text == "attack" do coroutine.resume(coroutine.create(spin)) end
  end,
}
