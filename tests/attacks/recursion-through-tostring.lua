-- A `__tostring` that calls tostring on itself.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local t
t = setmetatable({}, { __tostring = function() return tostring(t) end })
return {
  on_message = function(message)
    if message.text == "attack" then return tostring(t) end
  end,
}
