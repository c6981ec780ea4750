-- `__concat` in loops that a compiler would compile: a memory error in compiled code.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: all is concatenated

local meta = {}
local function object(n) return setmetatable({ n = n }, meta) end
local kinds = {
  function(a, b) return "c" end,
  function(a, b) return a end,
  function(a, b) return object(1) end,
  function(a, b) return (type(a) == "table" and "t" or a) .. (type(b) == "table" and "t" or b) end,
  function(...) return select("#", ...) end,
  function(a, b) meta.__concat = meta.other return "changed" end,
  function() error("no") end,
  function() return coroutine.yield() end,
  function() return ("x"):rep(1000) end,
  nil,
}
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 10 do
      meta.other, meta.__concat = kinds[1], kinds[i]
      local o = object(i)
      for n = 1, 150 do
        pcall(function() local s = "" for k = 1, 20 do s = s .. o .. k .. "b" .. o end return s end)
        pcall(function() return n .. o .. n .. o .. n .. o .. n .. o end)
        pcall(function(...) return ... .. o end, n)
        pcall(function() return o .. nil .. {} end)
      end
    end
    room.log("all is concatenated")
  end,
}
