-- An error whose `__tostring` loops: the host does not call it.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: error object is a table value

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    error(setmetatable({}, { __tostring = function() while true do end end }))
  end,
}
