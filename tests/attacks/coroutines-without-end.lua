-- Makes coroutines until memory or time ends.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    local t = {}
    while message.text == "attack" do t[#t + 1] = coroutine.create(function() end) end
  end,
}
