-- The handler of the error loops as well.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: stood still

local function spin() while true do end end
return {
  on_message = function(message)
    while message.text == "attack" do xpcall(error, spin) end
  end,
}
