-- Writes a file that the host may write.
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
