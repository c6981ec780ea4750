-- A filter that returns a table that contains itself.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: nested

return {
  filter_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    t[1], t.again = t, t
    return t
  end,
}
