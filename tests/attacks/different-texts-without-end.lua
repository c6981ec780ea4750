-- Fills Lua's table of interned strings.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    local t, i = {}, 0
    while message.text == "attack" do
      i = i + 1
      t[i] = "number " .. i
    end
  end,
}
