-- Turns the compiler on and off while its code runs.
-- trigger: message
-- sandbox: fault
-- open: harmless or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 1000 do
      jit.off()
      jit.flush()
      jit.on()
      jit.opt.start("hotloop=1", "maxmcode=1", "maxtrace=" .. i)
    end
  end,
}
