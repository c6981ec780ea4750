-- Coroutines that loop: when the host stops a coroutine, the next begins.
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
