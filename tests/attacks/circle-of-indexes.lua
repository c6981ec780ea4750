-- Two tables that look things up in each other.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: loop in gettable

local a, b = {}, {}
setmetatable(a, { __index = b })
setmetatable(b, { __index = a })
return {
  on_message = function(message)
    if message.text == "attack" then return a.field end
  end,
}
