-- Run with: moonroomd test scripts/announce_test.lua
test("what the administrator says, everybody hears", function(room)
  local ann, bob = room:join("ann"), room:join("张三")
  ann:forgets()
  room:announce("晚饭 at 6")
  ann:hears("管理员说：晚饭 at 6")
  bob:hears("管理员说：晚饭 at 6")
  ann:hears_nothing()
end)

test("it is heard as it was said", function(room)
  local ann = room:join("ann")
  for _, text in ipairs({ "100% {text} %1", "/who", "two  blanks" }) do
    room:announce(text)
    ann:hears("管理员说：" .. text)
  end
end)

test("no filter is asked, and nobody is left out", function(room)
  room:plugin("strict", "return { filter_message = function() return false, 'no' end }")
  local ann = room:join("ann")
  room:announce("dinner")
  ann:hears("管理员说：dinner")
end)

test("in an empty room it does no harm", function(room)
  room:announce("anybody?")
  local ann = room:join("ann")
  ann:hears_nothing()
end)

test("programs are told what kind of line it is, and whose", function(room)
  room:plugin("ledger", [[return { commands = { last = { run = function()
    local entry = room.history(1)[1]
    return entry.kind .. "|" .. entry.from .. "|" .. entry.text
  end } } }]])
  room:announce("dinner")
  assert(room:command("/last") == "announcement||dinner")
end)
