-- Run with: moonroomd test scripts/here_test.lua
test("who asks is told who is here, and nobody else hears it", function(room)
  local ann, bob = room:join("ann"), room:join("{names}%1")
  ann:forgets()
  ann:say("/who")
  ann:hears("在线2人：ann、{names}%1")
  ann:hears_nothing()
  bob:hears_nothing()
  ann:leave()
  bob:forgets()
  bob:say("／who")
  bob:hears("在线1人：{names}%1")
end)

test("at most fifty names are listed", function(room)
  local ann = room:join("ann")
  for i = 1, 52 do room:join("guest" .. i) end
  ann:forgets()
  ann:say("/who")
  ann:hears_like("^在线53人：ann、guest1、.*guest49、还有3人$")
end)

test("who looks for help finds it", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  for _, line in ipairs({ "/help", "/help who", "/help /who", "/help help" }) do
    ann:say(line)
    ann:hears("/who  谁在聊天室里")
  end
  ann:say("/help me")
  ann:hears("没有 /me 这个命令，输入 /help 查看")
  ann:hears_nothing()
  bob:hears_nothing()
end)

test("all other lines are said, whatever they begin with", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  for _, text in ipairs({ "/", "//", "/whom", "/usr/bin", "// x = 1;", "/ x", "／／", " hi", "、hi" }) do
    ann:say(text)
    bob:hears("ann说：" .. text)
  end
end)

test("what hides the slash makes no other line of it", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets()
  for _, text in ipairs({ " /who", "/ who", "　/who", "\226\128\139/who", "、/who", "、who", "／who", "⁄who", "/who　" }) do
    ann:say(text)
    ann:hears("在线2人：ann、bob")
  end
  bob:hears_nothing()
end)

test("a doubled slash says the word itself", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("//who")
  bob:hears("ann说：/who")
  ann:say("//help is for you")
  bob:hears("ann说：/help is for you")
end)

test("a plugin's command goes before one of the same name, and shares the list with it", function(room)
  local ann = room:join("ann")
  room:plugin("guests", [[return { commands = {
    who = { help = "me", run = function() return "nobody but you" end },
    me = { help = "you", run = function() end },
  } }]])
  ann:say("/who")
  ann:hears("nobody but you")
  ann:say("/help")
  ann:hears("/me  you")
  ann:hears("/who  me")
  ann:hears_nothing()
end)
