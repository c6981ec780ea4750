-- Doubles a string until memory ends.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    local text = "x"
    while message.text == "attack" do text = text .. text end
  end,
}
