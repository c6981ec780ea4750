-- Exchanges the environment of itself, of whoever called it, and of everything.
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
