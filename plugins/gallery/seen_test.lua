-- Run with: moonroomd test plugins/gallery/seen_test.lua
local function ask(person, name)
  person:say("/seen " .. name)
  return person:hears_like(".")
end

test("who is here is here, with what was said last", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  assert(ask(ann, "bob") == "bob is here")
  bob:say("hi")
  bob:say("100% {ago} 你好")
  ann:forgets()
  assert(ask(ann, "bob") == "bob is here, and said: 100% {ago} 你好")
  bob:hears_nothing()
end)

test("who has left is remembered, with the time and what was said last", function(room)
  local bob = room:join("张三")
  bob:say("hi")
  bob:say("bye")
  bob:leave()
  local passed = { { 60, "1 min" }, { 3539, "59 min" }, { 1, "1 h" }, { 46 * 3600, "47 h" }, { 3600, "2 days" } }
  for _, case in ipairs(passed) do
    room:pass(case[1])
    local answer = room:command("/seen 张三")
    assert(answer == "张三 was here " .. case[2] .. " ago, and said: bye", answer)
  end
end)

test("one who said nothing is remembered too, one who comes again is here", function(room)
  local ann = room:join("ann")
  room:join("%1{text}"):leave()
  ann:forgets()
  assert(ask(ann, "%1{text}") == "%1{text} was here just now")
  room:join("%1{text}")
  ann:forgets()
  assert(ask(ann, "%1{text}") == "%1{text} is here")
end)

test("what was said at the last login is still known", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  bob:say("see you")
  bob:leave()
  room:join("bob")
  ann:forgets()
  assert(ask(ann, "bob") == "bob is here, and said: see you")
end)

test("nobody remembers one who was never here, or no name at all", function(room)
  local ann = room:join("ann")
  assert(ask(ann, "zoe") == "nobody remembers zoe")
  assert(ask(ann, "{name} %1") == "nobody remembers {name}")
  assert(ask(ann, "") == "whom? /seen NAME")
  assert(room:command("/seen ann") == "ann is here")
end)

test("two hundred are remembered, the oldest is forgotten first", function(room)
  local ann = room:join("ann")
  for i = 1, 201 do
    room:join("guest" .. i):leave()
    room:pass(1)
  end
  ann:forgets()
  assert(ask(ann, "guest1") == "nobody remembers guest1")
  assert(ask(ann, "guest2"):find("^guest2 was here"))
  assert(ask(ann, "guest201"):find("^guest201 was here"))
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
  assert(ask(ann, "guest1"):find("^guest1 was here"))
  assert(ask(ann, "guest2") == "nobody remembers guest2")
end)

test("long lines are cut between letters, and two hundred of them can be kept", function(room)
  local ann = room:join("ann")
  for i = 1, 200 do
    local guest = room:join("guest" .. i)
    guest:say("x" .. ("长"):rep(1000))
    guest:leave()
  end
  ann:forgets()
  assert(ask(ann, "guest1") == "guest1 was here just now, and said: x" .. ("长"):rep(99) .. "…")
end)

test("a change of the file forgets nothing", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("hi")
  bob:say("bye")
  bob:leave()
  room:reload("seen")
  assert(room:command("/seen ann") == "ann is here, and said: hi")
  assert(room:command("/seen bob") == "bob was here just now, and said: bye")
end)

test("when fewer are to be remembered, the oldest go", function(room)
  for i = 1, 150 do
    room:join("guest" .. i):leave()
    room:pass(1)
  end
  room:settings("return { seen = { most = 10 } }")
  room:join("guest151"):leave()
  room:join("guest152"):leave()
  assert(room:command("/seen guest142") == "nobody remembers guest142")
  assert(room:command("/seen guest143"):find("was here"))
end)
