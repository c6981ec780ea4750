-- A loop that would end in ten years.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: and was stopped

return {
  on_message = function(message)
    if message.text == "attack" then
      for _ = 1, 1e18 do end
    end
  end,
}
