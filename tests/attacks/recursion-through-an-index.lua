-- An `__index` that looks up a longer key.
-- trigger: message
-- sandbox: fault or killed
-- open: fault or killed

local t
t = setmetatable({}, { __index = function(_, key) return t[key .. "x"] end })
return {
  on_message = function(message)
    if message.text == "attack" then return t.x end
  end,
}
