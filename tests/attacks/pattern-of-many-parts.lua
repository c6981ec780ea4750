-- A pattern with a hundred thousand parts that may be left out, on as long a text.
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
