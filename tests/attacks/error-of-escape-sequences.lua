-- An error text that clears the administrator's screen, and forges lines of the log.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: oops

return {
  on_message = function(message)
    if message.text == "attack" then error("oops\27[2J\27]0;gotcha\7\r\n2026-01-01 00:00:00.000 error relay: it was me\155\255\0") end
  end,
}
