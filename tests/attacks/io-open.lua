-- Writes a file, wherever the host may.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local file = io.open("CANARY", "w")
    file:write("dead")
    file:close()
  end,
}
