-- Run with: moonroomd test plugins/gallery/welcome_test.lua
test("who comes first is told so", function(room)
  room:join("ann"):hears("Welcome, ann! You are the first.")
end)

test("who comes later hears who is here, and nobody else hears that", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets() -- the welcome, and that bob came in
  room:join("张三"):hears("Welcome, 张三! Here are: ann, bob")
  ann:hears("张三进入了聊天室")
  ann:hears_nothing()
  bob:leave()
  room:join("cleo"):hears("Welcome, cleo! Here are: ann, 张三")
end)

test("a name full of signs that mean something to Lua does no harm", function(room)
  room:join("%1"):hears("Welcome, %1! You are the first.")
  room:join("{here}"):hears("Welcome, {here}! Here are: %1")
  room:join("%"):hears("Welcome, %! Here are: %1, {here}")
end)

test("who is refused is not welcomed", function(room)
  room:join("ann")
  local second, answer = room:knock("ann")
  assert(answer == "该用户已存在", answer)
  second:hears_nothing()
end)

test("the words are settings", function(room)
  room:settings("return { welcome = { alone = '你好，{name}！' } }")
  room:join("张三"):hears("你好，张三！")
end)
