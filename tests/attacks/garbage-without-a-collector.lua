-- Makes garbage; outside the sandbox it stops the collector first.
-- trigger: message
-- sandbox: fault
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local stop = rawget(_G, "collectgarbage")
    if stop then stop("stop") end
    while true do local _ = { {} } end
  end,
}
