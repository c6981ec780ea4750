-- Replaces its own environment, its caller's, and the global one.
-- trigger: message
-- sandbox: fault
-- open: harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local set, call = setfenv, pcall
    set(1, getfenv(0))
    for level = 0, 4 do call(set, level, {}) end
  end,
}
