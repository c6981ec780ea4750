-- Removes the host's values from Lua's registry.
-- trigger: message
-- sandbox: fault
-- open: fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local registry = debug.getregistry()
    for key in pairs(registry) do registry[key] = false end
    debug.setmetatable(message, { __index = error })
    error("done")
  end,
}
