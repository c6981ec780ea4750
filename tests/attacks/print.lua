-- Prints to the channel of the worker's responses.
-- trigger: message
-- sandbox: fault
-- open: fault or killed or harmless

return {
  on_message = function(message)
    if message.text == "attack" then print("\27[2Jnothing to see here") end
  end,
}
