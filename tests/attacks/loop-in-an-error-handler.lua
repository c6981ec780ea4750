-- The error handler loops as well.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

local function spin() while true do end end
return {
  on_message = function(message)
    while message.text == "attack" do xpcall(error, spin) end
  end,
}
