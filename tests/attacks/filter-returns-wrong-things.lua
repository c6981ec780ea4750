-- A filter that returns values of wrong types.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: a filter returns nothing

local wrong = setmetatable({}, { __tostring = function() while true do end end })
return {
  filter_message = function(message)
    if message.text == "attack" then return wrong end
  end,
}
