-- Writes over the administrator's screen without end.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    while message.text == "attack" do
      io.stderr:write(("\27[2J"):rep(1000))
      print(("\27[2J"):rep(1000))
    end
  end,
}
