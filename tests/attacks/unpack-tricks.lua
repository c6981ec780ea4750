-- Ranges that are empty, reversed, or no numbers, for every function that takes a range.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tried all ranges

local ends = { 0, -1, 1, 2 ^ 31, -2 ^ 31, 2 ^ 31 - 1, 2 ^ 53, -2 ^ 53, 1 / 0, -1 / 0, 0 / 0, 1e308 }
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local text = ("x"):rep(1e6)
    for _, first in ipairs(ends) do
      for _, last in ipairs(ends) do
        pcall(unpack, {}, first, last)
        pcall(string.byte, text, first, last)
        pcall(string.sub, "text", first, last)
        if last - first < 1e6 or last - first > 1e9 then pcall(table.concat, { 1, 2, nil, 4 }, ", ", first, last) end
      end
      pcall(select, first, 1, 2, 3)
      pcall(string.char, first)
      pcall(string.rep, "", -first)
      pcall(math.random, first)
    end
    room.log("tried all ranges")
  end,
}
