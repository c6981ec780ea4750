-- Thousands of functions, each run until it is compiled.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    local kept = {}
    while message.text == "attack" do
      local made = load("local x = " .. #kept .. " for i = 1, 100 do if i % 7 == x % 7 then x = x + i else x = x - 1 end end return x")
      made()
      kept[#kept + 1] = made
    end
  end,
}
