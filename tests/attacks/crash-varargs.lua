-- Varargs in loops that a compiler would compile: they must have the values that the interpreter gives them.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: all arguments are right

local function count(...) return select("#", ...) end
local function last(...) return (select(-1, ...)) end
local function sum(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...) or 0) end return s end
local function pass(n, ...) if n == 0 then return ... end return pass(n - 1, n, ...) end
local function middle(a, ...) local b, c = ... return a, b, c, ... end
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 400 do
      assert(count(nil, nil) == 2 and count() == 0 and count(pass(i % 50)) == i % 50)
      assert(last(1, nil, i) == i and sum(pass(i % 40)) == (i % 40) * (i % 40 + 1) / 2)
      local a, b, c, d, e = middle(i, nil, 7)
      assert(a == i and b == nil and c == 7 and d == nil and e == 7)
      local t = { pass(9, i), pass(9, i) }
      assert(#t == 11 and t[11] == i and t[2] == 1)
      assert(select("#", unpack({}, 1, i % 200)) == i % 200)
      assert(select("#", pcall(pass, i % 30)) == i % 30 + 1)
    end
    assert(not pcall(select, 0) and not pcall(unpack, {}, 1, 1e8))
    room.log("all arguments are right")
  end,
}
