-- Run with: moonroomd test scripts/relay_test.lua
test("what one says, the others hear; the speaker does not", function(room)
  local ann, bob, cleo = room:join("ann"), room:join("bob"), room:join("张三")
  ann:forgets()
  ann:say("hi")
  bob:hears("ann说：hi")
  cleo:hears("ann说：hi")
  ann:hears_nothing()
  cleo:say("你好，世界")
  ann:hears("张三说：你好，世界")
end)

test("alone, one hears nothing", function(room)
  local ann = room:join("ann")
  ann:say("hello?")
  ann:hears_nothing()
end)

test("names and lines are shown as they are", function(room)
  local odd, bob = room:join("{text}%1"), room:join("bob")
  for _, text in ipairs({ "100% {name} {text} %1", "  two  blanks ", "/etc", "EXIT", "管理员说：hi" }) do
    odd:say(text)
    bob:hears("{text}%1说：" .. text)
  end
end)

test("who has left neither hears nor is heard", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  bob:leave()
  bob:hears("EXIT")
  ann:forgets()
  ann:say("gone?")
  bob:hears_nothing()
  assert(not pcall(bob.say, bob, "still here"))
  ann:hears_nothing()
end)

test("what a filter refuses nobody hears, what it changes is heard so", function(room)
  room:plugin("censor", [[return { filter_message = function(message)
    if message.text == "no" then return false, "not here" end
    return message.text:upper()
  end }]])
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("no")
  ann:hears("not here")
  bob:hears_nothing()
  ann:say("yes")
  bob:hears("ann说：YES")
end)

test("programs are told what kind of line it is, and whose", function(room)
  room:plugin("ledger", [[return { commands = { last = { run = function()
    local entry = room.history(1)[1]
    return entry.kind .. "|" .. entry.from .. "|" .. entry.text
  end } } }]])
  room:join("ann"):say("hi")
  assert(room:command("/last") == "message|ann|hi")
end)

test("a line has one number: its message's id and its entry's in the history", function(room)
  room:plugin("watch", [[
    local ids = {}
    return {
      filter_message = function(message) room.tell(message.author, "heard") end,
      on_message = function(message) ids[message.id] = message.text room.say("more") end,
      on_announce = function()
        for _, entry in ipairs(room.history(200)) do
          if entry.kind == "message" then room.log(tostring(ids[entry.number] == entry.text)) end
        end
      end,
    }]])
  local ann, bob = room:join("ann"), room:join("bob")
  for i = 1, 20 do
    ann:say("line " .. i)
    if i % 3 == 0 then bob:say("answer " .. i) end
  end
  room:announce("now")
  for _ = 1, 26 do room:logged("true") end
  assert(not pcall(function() room:logged("false") end))
end)
