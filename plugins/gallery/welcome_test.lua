-- Run with: moonroomd test plugins/gallery/welcome_test.lua
test("who comes first is told so", function(room)
  room:join("ann"):hears("欢迎，ann！你是第一个。")
end)

test("who comes later hears who is here, and nobody else hears that", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets() -- the welcome, and the notice of bob's join
  room:join("张三"):hears("欢迎，张三！这里有：ann、bob")
  ann:hears("张三进入了聊天室")
  ann:hears_nothing()
  bob:leave()
  room:join("cleo"):hears("欢迎，cleo！这里有：ann、张三")
end)

test("a name full of signs that mean something to Lua does no harm", function(room)
  room:join("%1"):hears("欢迎，%1！你是第一个。")
  room:join("{here}"):hears("欢迎，{here}！这里有：%1")
  room:join("100%"):hears("欢迎，100%！这里有：%1、{here}")
end)

test("who is refused is not welcomed", function(room)
  room:join("ann")
  local second, answer = room:knock("ann")
  assert(answer == "该用户已存在", answer)
  second:hears_nothing()
end)

test("the words are settings", function(room)
  room:settings("return { welcome = { alone = '早上好，{name}！' } }")
  room:join("张三"):hears("早上好，张三！")
end)

test("in an English room it speaks English", function(room)
  room:speaks("en")
  room:join("ann"):hears("Welcome, ann! You are the first.")
  room:join("bob")
  room:join("cleo"):hears("Welcome, cleo! Here are: ann, bob")
end)

test("a language that it does not know is answered in English", function(room)
  room:speaks("fr")
  room:join("ann"):hears("Welcome, ann! You are the first.")
end)

test("in a full room the first are named, and the rest is counted", function(room)
  local last
  for i = 1, 760 do last = room:join(("名"):rep(28) .. i) end
  assert(#last:hears_like("^欢迎") < 3000)
  last = room:join("ann")
  last:hears_like("^欢迎，ann！")
  last:hears_like("还有740人$")
end)
