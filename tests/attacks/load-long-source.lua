-- Source of thirty megabytes.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

return {
  on_message = function(message)
    if message.text == "attack" then assert(load(("x = 1 "):rep(5e6), "long")) end
  end,
}
