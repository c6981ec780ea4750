-- Makes functions until memory or time ends.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    local t = {}
    while message.text == "attack" do
      local n = #t
      t[n + 1] = function() return n end
    end
  end,
}
