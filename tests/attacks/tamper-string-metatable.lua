-- Changes the metatable of all strings.
-- trigger: message
-- sandbox: fault
-- open: harmless or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    getmetatable("").__index = function() error("no") end
    getmetatable("").__eq = function() return true end
  end,
}
