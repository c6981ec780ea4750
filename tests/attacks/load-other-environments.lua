-- Asks `load` for a mode and an environment that it does not give.
-- trigger: message
-- sandbox: harmless
-- open: harmless

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    load("room = nil; string.len = nil; return 1", "x", "bt", setmetatable({}, { __index = _G }))
    load("room, pairs, error = nil")()
  end,
}
