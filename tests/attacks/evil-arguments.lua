-- Calls every function of `room` with arguments of all wrong types.
-- trigger: message
-- sandbox: harmless or killed
-- open: harmless or killed

local function evil() error("evil") end
local trap = setmetatable({}, { __index = evil, __len = evil, __tostring = evil, __eq = evil, __lt = evil, __call = evil, __concat = evil, __metatable = evil })
local values = { false, 0, -1, 2 ^ 53, 0 / 0, 1 / 0, "", "x", "\0", "\255\254", ("x"):rep(70000), {}, trap, evil, coroutine.create(evil) }
local names = { "say", "tell", "post", "log", "member", "others", "history", "after", "every", "cancel", "now", "random", "publish", "subscribe", "job", "matcher", "regex" }
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, name in ipairs(names) do
      pcall(room[name])
      for _, value in ipairs(values) do
        if value ~= "x" then
          pcall(room[name], value)
          pcall(room[name], value, value, value)
          pcall(room[name], message, value)
        end
      end
    end
  end,
}
