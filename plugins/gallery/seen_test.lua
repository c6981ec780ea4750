-- Run with: moonroomd test plugins/gallery/seen_test.lua
local function ask(person, name)
  person:say("/seen " .. name)
  return person:hears_like(".")
end

test("who is here is here, with what was said last", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  assert(ask(ann, "bob") == "bob就在这里")
  bob:say("hi")
  bob:say("100% {ago} 你好")
  ann:forgets()
  assert(ask(ann, "bob") == "bob就在这里，最后说：100% {ago} 你好")
  bob:hears_nothing()
end)

test("who has left is remembered, with the time and what was said last", function(room)
  local bob = room:join("张三")
  bob:say("hi")
  bob:say("bye")
  bob:leave()
  local passed = { { 60, "1分钟" }, { 3539, "59分钟" }, { 1, "1小时" }, { 46 * 3600, "47小时" }, { 3600, "2天" } }
  for _, case in ipairs(passed) do
    room:pass(case[1])
    local answer = room:command("/seen 张三")
    assert(answer == "张三" .. case[2] .. "前来过，最后说：bye", answer)
  end
end)

test("one who said nothing is remembered too, one who comes again is here", function(room)
  local ann = room:join("ann")
  room:join("%1{text}"):leave()
  ann:forgets()
  assert(ask(ann, "%1{text}") == "%1{text}刚才来过")
  room:join("%1{text}")
  ann:forgets()
  assert(ask(ann, "%1{text}") == "%1{text}就在这里")
end)

test("what was said at the last login is still known", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  bob:say("see you")
  bob:leave()
  room:join("bob")
  ann:forgets()
  assert(ask(ann, "bob") == "bob就在这里，最后说：see you")
end)

test("没有人记得one who was never here, or no name at all", function(room)
  local ann = room:join("ann")
  assert(ask(ann, "zoe") == "没有人记得zoe")
  assert(ask(ann, "{name} %1") == "没有人记得{name}")
  assert(ask(ann, "") == "找谁？/seen 名字")
  assert(room:command("/seen ann") == "ann就在这里")
end)

test("two hundred are remembered, the oldest is forgotten first", function(room)
  local ann = room:join("ann")
  for i = 1, 201 do
    room:join("guest" .. i):leave()
    room:pass(1)
  end
  ann:forgets()
  assert(ask(ann, "guest1") == "没有人记得guest1")
  assert(ask(ann, "guest2"):find("^guest2.*来过"))
  assert(ask(ann, "guest201"):find("^guest201.*来过"))
end)

test("who comes again is not the oldest any more", function(room)
  local ann = room:join("ann")
  for i = 1, 200 do
    room:join("guest" .. i):leave()
    room:pass(1)
  end
  room:join("guest1"):leave()
  room:pass(1)
  room:join("guest201"):leave()
  ann:forgets()
  assert(ask(ann, "guest1"):find("^guest1.*来过"))
  assert(ask(ann, "guest2") == "没有人记得guest2")
end)

test("long lines are cut between letters, and two hundred of them can be kept", function(room)
  local ann = room:join("ann")
  for i = 1, 200 do
    local guest = room:join("guest" .. i)
    guest:say("x" .. ("长"):rep(1000))
    guest:leave()
  end
  ann:forgets()
  assert(ask(ann, "guest1") == "guest1刚才来过，最后说：x" .. ("长"):rep(99) .. "…")
end)

test("a change of the file forgets nothing", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("hi")
  bob:say("bye")
  bob:leave()
  room:reload("seen")
  assert(room:command("/seen ann") == "ann就在这里，最后说：hi")
  assert(room:command("/seen bob") == "bob刚才来过，最后说：bye")
end)

test("when fewer are to be remembered, the oldest go", function(room)
  for i = 1, 150 do
    room:join("guest" .. i):leave()
    room:pass(1)
  end
  room:settings("return { seen = { most = 10 } }")
  room:join("guest151"):leave()
  room:join("guest152"):leave()
  assert(room:command("/seen guest142") == "没有人记得guest142")
  assert(room:command("/seen guest143"):find("来过"))
end)

test("in an English room it speaks English", function(room)
  room:speaks("en")
  local ann, bob = room:join("ann"), room:join("bob")
  bob:say("bye")
  ann:forgets()
  assert(ask(ann, "bob") == "bob is here, and said: bye")
  bob:leave()
  ann:forgets()
  local passed = { { 0, "just now" }, { 60, "1 min ago" }, { 3540, "1 h ago" }, { 47 * 3600, "2 days ago" } }
  for _, case in ipairs(passed) do
    room:pass(case[1])
    assert(room:command("/seen bob") == "bob was here " .. case[2] .. ", and said: bye")
  end
  assert(room:command("/seen zoe") == "nobody remembers zoe")
  assert(room:command("/seen") == "whom? /seen NAME")
  assert(room:command("/help seen") == "/seen NAME  when NAME was last here, and what NAME said last")
end)

-- Events in a plugin's life during which all members stay.
local function begin_again(room, how, plugin)
  if how == "reload" then room:reload(plugin) else room[how](room) end
end

for _, how in ipairs({ "reload", "restart", "upgrade", "crash" }) do
  test("what was said last is known after a " .. how, function(room)
    local ann, bob = room:join("ann"), room:join("bob")
    bob:say("bye")
    begin_again(room, how, "seen")
    ann:forgets()
    ann:say("/seen bob")
    ann:hears("bob就在这里，最后说：bye")
  end)
end

test("a long line ends behind a whole letter, and loses none that fits", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  bob:say(("字"):rep(101))
  ann:forgets()
  assert(ask(ann, "bob") == "bob就在这里，最后说：" .. ("字"):rep(100) .. "…")
  bob:say("x" .. ("字"):rep(101))
  ann:forgets()
  assert(ask(ann, "bob") == "bob就在这里，最后说：x" .. ("字"):rep(99) .. "…")
end)

test("names are compared as the host does, also of those who have left", function(room)
  local ann, bob = room:join("ann"), room:join("Bob")
  bob:say("hi")
  ann:forgets()
  assert(ask(ann, "ｂｏｂ") == "Bob就在这里，最后说：hi")
  bob:leave()
  ann:forgets()
  assert(ask(ann, "bob") == "Bob刚才来过，最后说：hi")
end)
