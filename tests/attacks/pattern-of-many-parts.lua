-- A pattern with a hundred thousand optional parts, on a text of the same length.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local many = 100000
    return (("a"):rep(many):find(("a?"):rep(many) .. ("a"):rep(many)))
  end,
}
