-- Who gets one loop stopped meets the next.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

local function spin() while true do end end
return {
  on_message = function(message)
    while message.text == "attack" do coroutine.resume(coroutine.create(spin)) end
  end,
}
