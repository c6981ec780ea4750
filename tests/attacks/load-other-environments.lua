-- Calls `load` with a mode and an environment, which the sandbox does not allow.
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
