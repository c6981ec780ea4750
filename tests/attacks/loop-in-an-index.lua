-- An `__index` that loops without end.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

local trap = setmetatable({}, { __index = function() while true do end end })
return {
  on_message = function(message)
    if message.text == "attack" then return trap.field end
  end,
}
