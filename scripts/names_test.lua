-- Run with: moonroomd test scripts/names_test.lua
local function is_refused(room, name, why)
  local person, answer = room:knock(name)
  assert(answer == why, ("%s: %s"):format(name, answer))
  assert(not person:is_here())
end

test("a name that nobody has is welcome", function(room)
  for _, name in ipairs({ "ann", "张三", "O'Neill", "%1", "{name}", "3", ("x"):rep(32), ("名"):rep(32) }) do
    assert(room:join(name):is_here())
  end
end)

test("a name that somebody has is refused, and nobody hears of it", function(room)
  local ann = room:join("ann")
  is_refused(room, "ann", "该用户已存在")
  ann:hears_nothing()
  room:join("张三")
  is_refused(room, "张三", "该用户已存在")
end)

test("a name is free again when its owner has left", function(room)
  room:join("ann"):leave()
  assert(room:join("ann"):is_here())
end)

test("a name that looks like another is refused", function(room)
  room:join("ann")
  for _, name in ipairs({ "ANN", "Ann", "ａｎｎ", "аnn" }) do
    is_refused(room, name, "该用户名与已有用户名太相似")
  end
end)

test("what is no name is refused", function(room)
  for _, name in ipairs({ "a b", ("x"):rep(33), ("名"):rep(33), "a\tb", "a\226\128\139b", "a\1b", "a\226\128\174b", ("😀"):rep(40) }) do
    is_refused(room, name, "用户名须为1到32个字符，不能含空格")
  end
end)

test("nobody is the administrator, in whatever letters", function(room)
  for _, name in ipairs({ "管理员", "管理员1", "小管理员", "Administrator", "the-ADMINISTRATOR" }) do
    is_refused(room, name, "不能使用管理员的名字")
  end
end)
