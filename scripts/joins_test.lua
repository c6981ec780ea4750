-- Run with: moonroomd test scripts/joins_test.lua
test("the others hear who has come in, and who comes does not", function(room)
  local ann = room:join("ann")
  ann:hears_nothing()
  local bob = room:join("bob")
  ann:hears("bob进入了聊天室")
  bob:hears_nothing()
  room:join("张三")
  ann:hears("张三进入了聊天室")
  bob:hears("张三进入了聊天室")
end)

test("a name is shown as it is", function(room)
  local ann = room:join("ann")
  for _, name in ipairs({ "{name}", "%1", "100%" }) do
    room:join(name)
    ann:hears(name .. "进入了聊天室")
  end
end)

test("nobody hears of one who was refused", function(room)
  local ann = room:join("ann")
  room:knock("ann")
  room:knock("管理员")
  ann:hears_nothing()
end)

test("programs are told what kind of line it is, and whose", function(room)
  room:plugin("ledger", [[return { commands = { last = { run = function()
    local entry = room.history(1)[1]
    return entry.kind .. "|" .. entry.from .. "|" .. entry.text
  end } } }]])
  room:join("ann")
  assert(room:command("/last") == "join|ann|")
end)
