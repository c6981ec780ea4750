-- Run with: moonroomd test plugins/gallery/profanity_test.lua

-- Checks that bob receives ann's line.
local function heard(room)
  local ann, bob = room:join("ann"), room:join("bob")
  return function(said, expected)
    ann:say(said)
    bob:hears("ann说：" .. expected)
  end
end

-- Checks that all of the lines are changed, or none.
local function all_are_changed(room, lines, expected)
  local ann, bob = room:join("ann"), room:join("bob")
  assert(#lines >= 60, "a table of " .. #lines)
  local wrong = {}
  for _, line in ipairs(lines) do
    bob:forgets()
    ann:say(line)
    local changed = bob:hears_like("ann说") ~= "ann说：" .. line
    if changed ~= expected then wrong[#wrong + 1] = line end
  end
  assert(#wrong == 0, #wrong .. " of " .. #lines .. ": " .. table.concat(wrong, " ¦ "))
end

-- Invisible characters, written as bytes to be visible here.
local shy, zwsp, zwnj, wj = "\194\173", "\226\128\139", "\226\128\140", "\226\129\160"
local acute, strike, dot = "\204\129", "\204\182", "\204\163"

test("evasions in English are seen", function(room)
  all_are_changed(room, {
    "sh" .. shy .. "it", "s" .. zwsp .. "h" .. zwsp .. "i" .. zwsp .. "t", "fu" .. zwnj .. "ck", "f" .. wj .. "uck",
    "s" .. acute .. "hit", "f" .. strike .. "u" .. strike .. "c" .. strike .. "k", "cr" .. dot .. "ap", "fück", "shìt",
    "ѕһіт", "fυck", "shіt", "сrap", "сunt", "dаmn", "bіtch", "ｆｕｃｋ", "ＳＨＩＴ", "𝐬𝐡𝐢𝐭", "𝒇𝒖𝒄𝒌", "𝕤𝕙𝕚𝕥", "𝔣𝔲𝔠𝔨", "𝚌𝚛𝚊𝚙",
    "ⓢⓗⓘⓣ", "Ⓕⓤⓒⓚ", "🅵🆄🅲🅺", "🅂🄷🄸🅃", "⒡⒰⒞⒦", "ꜰᴜᴄᴋ", "ᶠᵘᶜᵏ", "🇫🇺🇨🇰", "shits", "fucks", "bitches", "bastards",
    "shitty", "fucking", "fucked", "crappy", "shithead", "assholes", "shiiiiit", "fuuuuck", "sshhiitt", "fuckkkk", "daaamn",
    "sh1t", "5h1t", "$hit", "sh!t", "a$$hole", "a55h0le", "b1tch", "b!tch", "cr4p", "cr@p", "d4mn", "f u c k", "s h i t",
    "f.u.c.k", "s-h-i-t", "s_h_i_t", "f*u*c*k", "f~u~c~k", "f u u c k", "f u c king", "sh.it", "fu-ck", "f1u2c3k",
    "shit123", "4shit", "what the FuCk", "SHIT!!!", "'shit'", "(shit)", "oh_shit_", "un-fucking-believable",
    "absofuckinglutely", "MotherF U C K e r fucker", "bull" .. shy .. "shit", "son of a bitch", "son  of a b1tch",
    "ｓ ｈ ｉ ｔ", "c.r.a.p", "dick-head", "goddamned",
    "F.U.", "f.u", "oh F.U. Bob", "fcuk", "fuqk", "fukc", "fvck off", "fck", "FCKING", "sht", "f-ck", "sh-t", "bicth",
    "sh*t", "SH*T!", "sh**t", "sh#t", "sh＊t", "f**k", "F**K", "f***k", "f##k", "f**ker", "f**king", "f*ck", "f*cked", "fu*k",
    "s**t", "b*tch", "b**ch", "b*tches", "c*nt", "c**t", "d*mn", "cr*p", "a**hole", "a*shole", "b*stard", "(sh*t)", "bull sh*t",
  }, true)
end)

test("innocent words in English stay", function(room)
  all_are_changed(room, {
    "Scunthorpe", "Penistone", "Lightwater", "Clitheroe", "Cockermouth", "Sussex", "Essex", "Middlesex", "assassin",
    "class", "classic", "passport", "grass", "embassy", "cassette", "bass guitar", "Dickens", "Dickinson", "Hitchcock",
    "peacock", "cocktail", "shuttlecock", "shiitake", "shitake mushrooms", "mishit", "Matsushita", "Lipshitz", "Dikshit",
    "Yoshitaka", "push it", "wash it", "hash it out", "let's hit the road", "it's hit me", "that's his hit", "as hit as",
    "the Beatles' hit", "CA$H IT", "crash it", "scrap", "scrape", "skyscraper", "crape myrtle", "crepe", "Hoover Dam",
    "dam", "dame", "damask", "Damnoen Saduak", "adamant", "darning needle", "Darnell", "Fukushima", "Fukuoka", "fukubukuro",
    "Cunningham", "county", "country", "document", "buckle", "duck", "truck", "shirt", "shift", "short", "sheet", "Shih Tzu",
    "batch", "pitch", "Butcher", "witch",
    "bastion", "swank", "Wankel engine", "arsenal", "arsenic", "parsed", "therapist", "specialist", "analysis",
    "a b c d e", "I, T, S", "1 2 3 4", "5417", "80085", "455", "S.H.I.E.L.D.", "C. R. Apple", "f u n", "U.S. hit list",
    "push! it is late", "wish, it would", "sh, it is late",
    "mat shiitake", "Crapaud", "crappie", "h1t s0ng", "b@tch job", "fric and frac", "Fuchsia", "suck", "tucker",
    "a**b", "2**3", "*bold*", "**bold**", "f(x)*t", "2*3", "s*t", "f*k", "v = s * t", "sh * t", "*shh* it", "a*b*c", "x**2 + y**2",
    "F.C.K. Copenhagen", "Fu Manchu", "kung fu", "Mr. Fu", "Ms. F. U. Li", "R.F.U. rules", "F.U.N.", "F.U. Berlin", "TU, FU and HU",
    "F U", "g(f,u)", "self.f.u", "#f #k", "s % t", "f--k", "f..k", "f_k", "cut*paste", "*c* and *t*", "f ** k", "b ** ch", "p**q*r",
    "5 * 4 * 3", "s = u*t + a*t**2/2", "f*******k", "c*t", "as*t", "*f*", "****",
    "Mike Hunt", "Ann Curry", "class 5 hits", "shot", "dman", "cnut", "100% {clean} *** text", "basement", "Titus",
  }, false)
end)

test("evasions in Chinese are seen", function(room)
  all_are_changed(room, {
    "他妈的", "他 妈 的", "他，妈，的", "他.妈.的", "他。妈。的", "他-妈-的", "他*妈*的", "他/妈/的", "他~妈~的", "他…妈…的",
    "他" .. zwsp .. "妈" .. zwsp .. "的", "他" .. shy .. "妈的", "他" .. wj .. "妈" .. wj .. "的", "他　妈　的", "他x妈x的",
    "他a妈b的", "他ma妈de的", "他1妈2的", "他😀妈😀的", "他媽的", "他 媽 的", "他x媽x的", "這他媽的什麼", "你妈的", "你媽的", "妈的",
    "媽的", "妈的！", "哎，妈的", "唉 妈的 真烦", "妈.的", "妈 的", "真妈的烦", "去妈的", "混蛋", "混 蛋", "混.蛋", "混，蛋", "混x蛋",
    "混" .. zwsp .. "蛋", "渾混蛋", "你这个混蛋真坏", "混帐混账", "混賬", "傻逼", "傻 逼", "傻x逼", "傻*逼", "傻_逼", "傻X逼",
    "傻😂逼", "傻" .. shy .. "逼", "你个傻逼", "傻b", "傻B", "傻Ｂ", "你真傻b啊", "煞笔", "煞 笔", "煞筆", "王八蛋", "王 八 蛋",
    "王-八-蛋", "王八x蛋", "王。八。蛋", "狗日的", "狗 日 的", "狗娘养的", "狗娘養的", "婊子", "婊.子", "賤人", "贱 人", "贱x人",
    "滚蛋", "滾蛋", "滚 蛋", "草泥马", "草泥馬", "草 泥 马", "操你妈", "操 你 妈", "操x你x妈", "操你媽", "去你妈的", "脑残", "腦殘",
    "真是shit啊", "太crap了", "ｓｈｉｔ真烦",
  }, true)
end)

test("innocent words in Chinese stay", function(room)
  all_are_changed(room, {
    "妈妈", "妈妈的手艺", "我妈的生日", "大妈的广场舞", "姨妈的家", "舅妈的菜", "奶妈的工作", "干妈的礼物", "王妈的饺子", "宝妈的群",
    "老妈的手机", "爸妈的意见", "孩子妈的电话", "他妈妈的名字", "他妈的手艺真好", "他妈的生日是明天", "你妈的身体好吗", "你妈的手机号",
    "你妈妈的朋友", "妈的手艺最好", "妈的味道", "妈的电话打不通", "爱他，妈的手艺", "想他，妈的话要听", "体操你妈妈会来看吗", "早操你妈妈来吗",
    "做操你要来", "广播操你会吗", "情操你我", "我去你妈家吃饭", "去你妈妈那里", "混蛋液和面粉", "把它搅混蛋液", "别瞎混，蛋糕来了", "鬼混。蛋白质",
    "蛋糕", "鸡蛋", "皮蛋", "鸭蛋", "蛋炒饭", "混合", "混乱", "混凝土", "太傻，逼得我走", "他真傻，逼我重来", "装傻逼得大家笑", "逼真", "逼近",
    "煞笔直的线", "收煞，笔记本", "笔记", "记账", "混账单一起算", "别混，账单到了", "贱，人家不要", "太贱，人们都买", "便宜", "王八", "王八汤",
    "王，八个蛋", "八个鸡蛋", "狗日的粮食吃完了", "小狗日夜叫", "生日", "今日的菜", "娘养的鸡", "猴子", "帽子", "滚蛋糕上的糖霜", "翻滚。蛋黄",
    "翻滚，蛋挞好了", "草原，泥土，马", "青草，泥马路", "脑残疾人", "电脑，残疾人", "操心", "操作你的电脑", "操场", "您好，世界", "他，妈妈，我",
    "他爱妈妈的菜", "傻瓜", "真傻", "b站", "傻baby", "傻 bird", "今天，他妈妈的车", "请他，妈的朋友",
  }, false)
end)

test("a bad word becomes stars, one for each letter", function(room)
  local check = heard(room)
  check("shit happens", "**** happens")
  check("damn, that is a darn mess", "****, that is a **** mess")
  check("crap", "****")
  check("sh" .. shy .. "it s" .. acute .. "hit", "**** ****")
end)

test("capitals and full-width letters are the same letters", function(room)
  local check = heard(room)
  check("SHIT, Shit, sHiT", "****, ****, ****")
  check("ｓｈｉｔ and ＳＨＩＴ", "**** and ****")
end)

test("a word inside a longer one is no word", function(room)
  local check = heard(room)
  check("Scunthorpe, scrape, mishit, shiitake", "Scunthorpe, scrape, mishit, shiitake")
  check("shit-stained, (shit), shit!", "****-stained, (****), ****!")
end)

test("phrases are found anywhere", function(room)
  local check = heard(room)
  check("that is pure BULLSHITTERY", "that is pure *********ERY")
  check("你这个王八蛋！他妈的", "你这个***！***")
  check("妈的", "**")
  check("妈妈", "妈妈")
end)

test("a bad word between Chinese letters is found, since nothing else would set it apart", function(room)
  heard(room)("真是shit啊", "真是****啊")
end)

test("later filters get the clean text", function(room)
  room:plugin("a_shout", [[return { filter_message = function(message) return message.text .. "!" end }]])
  heard(room)("damn", "****!")
end)

test("what has no bad word is left alone", function(room)
  local check = heard(room)
  check("100% {clean} *** text", "100% {clean} *** text")
  check("您好，世界", "您好，世界")
end)

test("what a command publishes is as clean", function(room)
  room:plugin("shout", [[return { commands = {
    shout = { run = function(call) room.say(call.text .. " / " .. call.after(1)) end },
    whisper = { run = function(call) room.tell(room.member(call.words[1]), call.after(1)) end },
    op = { secret = true, run = function(call) return call.text end },
  } }]])
  local ann, bob = room:join("ann"), room:join("bob")
  ann:say("/shout oh shit")
  bob:hears("oh **** / ****")
  ann:say("/whisper bob s h i t happens")
  bob:hears("******* happens")
  ann:forgets()
  ann:say("/op shit")
  ann:hears("shit")
end)

test("a name with a bad word is refused", function(room)
  for _, name in ipairs({ "shit", "Sh1t", "ѕһіт", "fucker", "他妈的", "傻x逼", "他媽的", "s.h.i.t" }) do
    local _, answer = room:knock(name)
    assert(answer == "这个名字里有不文明的词", name .. ": " .. tostring(answer))
  end
  room:join("Scunthorpe")
  room:join("大妈的")
end)

test("the words are settings", function(room)
  room:settings("return { profanity = { words = { 'banana' }, phrases = {}, star = '#' } }")
  local check = heard(room)
  check("damn Banana, bananas", "damn ######, #######")
  check("混蛋", "混蛋")
end)

test("a filter without words lets everything pass", function(room)
  room:settings("return { profanity = { words = {}, phrases = {}, openings = {} } }")
  heard(room)("damn", "damn")
end)
