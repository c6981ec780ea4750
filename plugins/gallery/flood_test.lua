-- Run with: moonroomd test plugins/gallery/flood_test.lua
local slow, kicked = "你说得太快了，这一条没有发出", "你被请出了聊天室：说得太多太快"
local muted, how_long = "你一直说得太快", "1分钟内你不能发言"

local function say(person, count)
  for i = 1, count do person:say("line " .. i) end
end

test("eight lines at once are all right, the ninth is not sent", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  say(ann, 8)
  ann:hears_nothing()
  ann:say("too much")
  ann:hears(slow)
  bob:hears("ann说：line 8")
  bob:hears_nothing()
end)

test("who talks steadily is never refused", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  for i = 1, 100 do
    ann:say("steady " .. i)
    bob:hears("ann说：steady " .. i)
    room:pass(5 / 8)
  end
  ann:hears_nothing()
end)

test("one who goes on is muted, and may speak again later", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  say(ann, 11)
  ann:hears(slow)
  ann:hears(slow)
  ann:hears(muted)
  ann:hears(how_long)
  room:pass(59)
  bob:forgets()
  ann:say("hello?")
  bob:hears_nothing()
  room:pass(2)
  ann:say("sorry")
  bob:hears("ann说：sorry")
end)

test("one who begins again after that is removed", function(room)
  local ann = room:join("ann")
  say(ann, 11)
  room:pass(61)
  say(ann, 9) -- Half an excess line has been forgotten.
  ann:hears(kicked)
  ann:hears("EXIT")
  assert(not ann:is_here())
end)

test("time forgives", function(room)
  local ann = room:join("ann")
  for _ = 1, 5 do
    say(ann, 10)
    ann:hears(slow)
    ann:hears(slow)
    ann:hears_nothing()
    room:pass(240)
  end
  assert(ann:is_here())
end)

test("what other filters refuse is counted too", function(room)
  room:plugin("a_censor", "return { filter_message = function() return false, 'no' end }")
  local ann = room:join("ann")
  say(ann, 9)
  ann:hears("no")
  ann:hears(slow)
  ann:hears_nothing()
end)

test("everybody is counted alone, and a new login does not begin anew", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  say(ann, 10)
  say(bob, 8)
  bob:hears("ann说：line 8")
  bob:hears_nothing()
  ann:leave()
  ann = room:join("ann")
  ann:forgets()
  say(ann, 1)
  ann:hears(muted)
  -- Bob was there before, from the same source; so was carl's friend.
  local carl = room:join("carl")
  carl:forgets()
  say(carl, 8)
  carl:hears_nothing()
end)

test("another name from a place where nobody else was does not begin anew", function(room)
  local ann = room:join("ann")
  say(ann, 10)
  ann:leave()
  local eve = room:join("eve")
  eve:forgets()
  say(eve, 1)
  eve:hears(muted)
end)

test("what time has forgiven is not held against the next login", function(room)
  local ann = room:join("ann")
  say(ann, 10)
  ann:leave()
  room:pass(360)
  ann = room:join("ann")
  ann:forgets()
  say(ann, 8)
  ann:hears_nothing()
end)

test("how much is too much is a setting", function(room)
  room:settings("return { flood = { lines = 2, seconds = 10, mute_after = 0 } }")
  local ann = room:join("ann")
  say(ann, 3)
  ann:hears(muted)
end)

test("in an English room it speaks English", function(room)
  room:speaks("en")
  local ann = room:join("ann")
  say(ann, 11)
  ann:hears("slow down: this was not sent")
  ann:hears("too fast for too long")
  room:pass(61)
  say(ann, 9)
  ann:hears("你被请出了聊天室：too many lines")
end)

-- Events in a plugin's life during which all members stay.
local function begin_again(room, how, plugin)
  if how == "reload" then room:reload(plugin) else room[how](room) end
end

for _, how in ipairs({ "reload", "restart", "upgrade", "crash" }) do
  test("too many lines are remembered over a " .. how, function(room)
    local ann = room:join("ann")
    say(ann, 10)
    begin_again(room, how, "flood")
    ann:forgets()
    say(ann, 1)
    ann:hears(muted)
  end)
end
