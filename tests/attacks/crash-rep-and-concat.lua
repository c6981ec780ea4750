-- Long strings by string.rep and table.concat, with odd numbers, separators and tables.
-- trigger: message
-- sandbox: fault or killed or harmless
-- open: fault or killed or harmless

local numbers = { 0, -1, 0.5, 1e5, 2 ^ 31 - 1, 2 ^ 31, 2 ^ 32, 2 ^ 53, 2 ^ 63, -2 ^ 63, 1e308, -1e308, 0 / 0, 1 / 0, -1 / 0 }
local texts = { "", "x", "\0", ("x"):rep(1000), 12, 0.1 }
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, text in ipairs(texts) do
      for _, n in ipairs(numbers) do
        for _, separator in ipairs(texts) do
          if text ~= "" or separator ~= "" then pcall(string.rep, text, n, separator) end
          if n ~= 2 ^ 31 - 1 then
            pcall(table.concat, { text, text, 3 }, separator, 1, n)
            pcall(table.concat, { text, nil, {} }, separator, n, 3)
          end
        end
      end
    end
    pcall(table.concat, setmetatable({}, { __index = function() return "x" end, __len = function() return 1e9 end }), "x", 1, 1e9)
    for _, n in ipairs(numbers) do pcall(string.format, "%" .. n .. "s", "x") pcall(string.format, "%." .. n .. "f", n) end
  end,
}
