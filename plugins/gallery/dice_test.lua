-- Run with: moonroomd test plugins/gallery/dice_test.lua
test("dice fall between one and their sides, and are added up", function(room)
  local ann = room:join("ann")
  for _ = 1, 50 do
    ann:say("/roll 3d6")
    local a, b, c, total = ann:hears_like("^ann掷出3d6："):match("(%d+) %+ (%d+) %+ (%d+) = (%d+)$")
    assert(a + b + c == tonumber(total), "the total is wrong")
    for _, fall in ipairs({ a, b, c }) do assert(fall:match("^[1-6]$"), fall .. " is on no die") end
  end
end)

test("one die of six sides is what is meant when nothing else is said", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("/roll")
  ann:hears_like("^ann掷出1d6：([1-6]) = %1$")
  bob:hears_like("^ann掷出1d6：")
  ann:say("/roll d1000")
  ann:hears_like("^ann掷出1d1000：%d+ = %d+$")
  ann:say("/roll 20")
  ann:hears_like("^ann掷出1d20：%d+ = %d+$")
  room:command("/roll")
  ann:hears_like("^管理员掷出1d6：")
end)

test("digits, letters and blanks of another width or script are the same", function(room)
  local ann = room:join("ann")
  for _, said in ipairs({ "/roll　３ｄ６", "/roll ３D６", "／roll 3d6", " /roll  3D6 ", "/roll ٣d٦" }) do
    ann:say(said)
    ann:hears_like("^ann掷出3d6：")
  end
end)

test("a throw that makes no sense is answered, and nobody else hears it", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  local throws = { "0d6", "21d6", "1d1", "1d1001", "9999999999999999999999d6", "x", "-1d6", "3d6 please", "1.5", "d", "0" }
  for _, throw in ipairs(throws) do
    ann:say("/roll " .. throw)
    ann:hears("1到20个骰子，每个2到1000面：/roll、/roll 20 或 /roll 3d6")
  end
  bob:hears_nothing()
end)

test("the most dice there are can be thrown by any name", function(room)
  local person = room:join("{total}%1")
  person:say("/roll 20d1000")
  person:hears_like("^{total}%%1掷出20d1000：.* = %d+$")
end)

test("in an English room it speaks English", function(room)
  room:speaks("en")
  local ann = room:join("ann")
  ann:say("/roll 2d6")
  ann:hears_like("^ann rolls 2d6: [1-6] %+ [1-6] = %d+$")
  ann:say("/roll 21d6")
  ann:hears("1 to 20 dice of 2 to 1000 sides: /roll, /roll 20 or /roll 3d6")
end)
