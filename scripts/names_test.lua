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
  for _, name in ipairs({ "ANN", "Ann", "ａｎｎ", "𝐚𝐧𝐧", "änn", "ᴀɴɴ" }) do
    is_refused(room, name, "该用户名与已有用户名太相似")
  end
  room:join("张三")
  is_refused(room, "張三", "该用户名与已有用户名太相似")
end)

test("what is no name is refused", function(room)
  for _, name in ipairs({ "a b", ("x"):rep(33), ("名"):rep(33), "a\tb", "a\226\128\139b", "a\1b", "a\226\128\174b", ("😀"):rep(40) }) do
    is_refused(room, name, "用户名须为1到32个字符，不能含空格")
  end
  for _, name in ipairs({ "ann:", "ann：", "管：b", "aː" }) do is_refused(room, name, "用户名不能含冒号") end
  for _, name in ipairs({ "***", "*", "—", "……", "🏽", "ⓐⓝⓝ" }) do
    is_refused(room, name, "用户名至少要有一个文字、数字或表情")
  end
  for _, name in ipairs({ "аnn", "annא", "김たろう" }) do
    is_refused(room, name, "用户名里的字母须属于同一种文字")
  end
end)

test("no name forges a line of another's or of the program", function(room)
  for _, name in ipairs({ "说", "张三说", "張三說", "张三说李四", "李四进入了聊天室", "张三退出了聊天室，李四", "a、b", "张三断线了" }) do
    is_refused(room, name, "用户名不能含聊天室接在名字后面的词")
  end
end)

test("nobody is the administrator, in whatever letters", function(room)
  local played = {
    "管理员", "管理员1", "小管理员", "管理員", "管·理·员", "管_理_员", "菅理员", "管埋员", "[管理员]", "⭐管理员⭐",
    "系统", "系統", "糸统", "系统消息", "服务器", "服務器", "聊天室",
    "Administrator", "the-ADMINISTRATOR", "ａｄｍｉｎｉｓｔｒａｔｏｒ", "𝐀𝐝𝐦𝐢𝐧𝐢𝐬𝐭𝐫𝐚𝐭𝐨𝐫", "Ádministrator", "Adm1nistrator",
    "AdmlnIstrator", "admin", "ADMIN", "Adm1n", "-admin-", "a.d.m.i.n", "admin2", "ᴀᴅᴍɪɴ", "aclmin", "aclrnin",
    "server", "Server", "SERVER1", "ｓｅｒｖｅｒ", "𝓼𝓮𝓻𝓿𝓮𝓻", "sërver", "the_server", "moonroom", "Moonroom", "MOONR00M", "rnoonroom",
    "m00nroom", "moonroomd", "host", "H0ST", "HOST", "НОЅТ", "room", "r00m", "system", "root", "Root",
  }
  for _, name in ipairs(played) do is_refused(room, name, "不能使用管理员的名字") end
  for _, name in ipairs({ "observer", "mushroom", "badminton", "ghost", "roomy", "管理", "统一" }) do
    assert(room:join(name):is_here(), name)
  end
end)

test("plugins compare names as the host does", function(room)
  room:plugin("twins", [[return { commands = { twin = { run = function(call)
    return tostring(room.same(call.words[1], call.words[2]))
  end } } }]])
  local function twin(one, other) return room:command("/twin " .. one .. " " .. other) end
  for _, pair in ipairs({ { "ann", "ANN" }, { "ann", "ann" }, { "Ian", "lan" }, { "张三", "張三" }, { "max", "rnax" } }) do
    assert(twin(pair[1], pair[2]) == "true", pair[1])
  end
  for _, pair in ipairs({ { "ann", "bob" }, { "lan", "ian" }, { "张三", "李四" } }) do
    assert(twin(pair[1], pair[2]) == "false", pair[1])
  end
end)
