-- Grows a list until memory or time ends.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    local t = {}
    while message.text == "attack" do t[#t + 1] = #t end
  end,
}
