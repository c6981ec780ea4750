-- Run with: moonroomd test plugins/gallery/dice_test.lua
test("dice fall between one and their sides, and are added up", function(room)
  local ann = room:join("ann")
  for _ = 1, 50 do
    ann:say("!roll 3d6")
    local a, b, c, total = ann:hears_like("^ann掷出3d6："):match("(%d+) %+ (%d+) %+ (%d+) = (%d+)$")
    assert(a + b + c == tonumber(total), "the total is wrong")
    for _, fall in ipairs({ a, b, c }) do assert(fall:match("^[1-6]$"), fall .. " is on no die") end
  end
end)

test("one die of six sides is what is meant when nothing else is said", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("!roll")
  ann:hears_like("^ann掷出1d6：([1-6]) = %1$")
  bob:hears("ann说：!roll")
  bob:hears_like("^ann掷出1d6：")
  ann:say("!roll d1000")
  ann:hears_like("^ann掷出1d1000：%d+ = %d+$")
end)

test("what is no throw is an ordinary line", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  local lines = { "roll", "!rolls", "!roll x", "I !roll 3d6", "!roll 3d6 please", "!roll -1d6", "!roll ３d6" }
  for _, text in ipairs(lines) do
    ann:say(text)
    bob:hears("ann说：" .. text)
  end
  ann:hears_nothing()
end)

test("a throw that makes no sense is refused, and nobody hears it", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  for _, throw in ipairs({ "0d6", "21d6", "1d1", "1d1001", "9999999999999999999999d6" }) do
    ann:say("!roll " .. throw)
    ann:hears("最多20个骰子，每个2到1000面")
  end
  bob:hears_nothing()
end)

test("the most dice there are can be thrown by any name", function(room)
  local person = room:join("{total}%1")
  person:say("!roll 20d1000")
  person:hears_like("^{total}%%1掷出20d1000：.* = %d+$")
end)

test("in an English room it speaks English", function(room)
  room:speaks("en")
  local ann = room:join("ann")
  ann:say("!roll 2d6")
  ann:hears_like("^ann rolls 2d6: [1-6] %+ [1-6] = %d+$")
  ann:say("!roll 21d6")
  ann:hears("at most 20 dice of 2 to 1000 sides")
end)
