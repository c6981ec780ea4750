-- Removes the hook that could interrupt it, again and again.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    while message.text == "attack" do
      debug.sethook()
      jit.on()
    end
  end,
}
