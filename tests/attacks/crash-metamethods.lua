-- Metamethods of metamethods: deep, in circles, and of wrong types.
-- trigger: message
-- sandbox: harmless or fault
-- open: harmless or fault
-- says: all metamethods

local names = { "__index", "__newindex", "__call", "__add", "__concat", "__eq", "__lt", "__le", "__unm", "__len", "__mod",
  "__pow", "__tostring", "__mode", "__gc", "__metatable", "__pairs", "__ipairs", "__name" }
local function use(o)
  pcall(function() return o.x, o[1], o[nil], o[0 / 0] end)
  pcall(function() o.x = 1 o[o] = o end)
  pcall(function() return o(), o + 1, 1 - o, o .. "x", "x" .. o, -o, #o, o % o, o ^ o end)
  pcall(function() return o == setmetatable({}, getmetatable(o)), o < o, o <= 1, tostring(o) end)
  pcall(function() for _ in pairs(o) do break end for _ in ipairs(o) do break end end)
  pcall(function() return ("%s %d"):format(o, o), table.concat({ o }), ("x"):rep(o), select(o, 1), unpack(o) end)
  pcall(table.sort, { o, o, o })
  pcall(setmetatable, o, o)
end
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, value in ipairs({ 1, "x", true, {}, string.rep, coroutine.create(use), room, math.huge }) do
      for _, name in ipairs(names) do use(setmetatable({}, { [name] = value })) end
    end
    local o = {}
    for i = 1, 300 do
      local below = o
      o = setmetatable({}, { __index = below, __newindex = below, __call = below, __add = below })
      if i % 100 == 0 then use(o) end
    end
    local circle = {}
    setmetatable(circle, circle)
    for _, name in ipairs(names) do rawset(circle, name, circle) end
    use(circle)
    room.log("all metamethods are used")
  end,
}
