--- Replaces bad words by stars for all members, and refuses names with a bad word.
-- Shows: a filter that changes the message, and room.matcher with `look`, which finds words as a reader does:
-- letters of other scripts, digits and symbols for letters, invisible characters, repeated and spelt letters.
-- There are no exceptions: a longer innocent word takes precedence over a bad word inside it.
local profanity = {
  order = 20, -- Early, so that later filters see the clean text.
  config = {
    -- Whole words, alone or with one of the endings. Chinese words count anywhere, because Chinese has no blanks.
    words = {
      "damn", "goddamn", "dammit", "darn", "crap", "shit", "shite", "fuck", "fuk", "phuck", "cunt", "bitch", "bastard",
      "asshole", "arsehole", "dickhead", "wanker", "son of a bitch", "傻b", "煞b", "沙b",
      -- Swapped or missing letters.
      "fcuk", "fuqk", "fukc", "fuqc", "fvck", "fck", "fcking", "sht", "shti", "sihtty", "bicth", "biatch",
      -- A star stands for one or more letters that the sender has masked.
      "f**k", "f*ck", "fu*k", "sh*t", "s**t", "b*tch", "b**ch", "bi*ch", "c*nt", "c**t", "cu*t", "d*mn", "cr*p", "a**hole",
      "a*shole", "as*hole", "b*stard", "b**tard", "w*nker", "d*ckhead",
      -- Only with points in the text: "fu" is a name.
      "f.u",
    },
    endings = {
      "s", "es", "ed", "er", "ers", "ing", "in", "en", "ings", "y", "ier", "iest", "head", "heads", "face", "faced", "faces",
      "hole", "holes", "show", "storm", "bag", "bags", "load", "post", "posting", "less", "wit", "wits",
    },
    -- Anywhere, also inside a longer word.
    phrases = {
      "motherfuck", "bullshit", "horseshit", "batshit", "dipshit", "fucking", "fucker",
      "他妈的", "你妈的", "去你妈", "操你妈", "草你妈", "混蛋", "浑蛋", "混账", "傻逼", "傻屄", "煞笔", "王八蛋", "狗日的", "狗娘养",
      "婊子", "贱人", "滚蛋", "草泥马", "真妈的", "去妈的", "脑残",
    },
    -- Only without a letter before it: "妈的" is a curse, and "大妈的" is not.
    openings = { "妈的", "操你" },
    -- Longer words and phrases of daily use that contain or overlap a bad word.
    innocent = {
      "f.u. berlin", "f.c.k",
      "darning", "darned sock", "darned socks", "craps table", "craps game", "damned souls",
      "去你妈妈", "去你妈家", "去你妈那", "去你妈单位", "操你的心", "体操", "早操", "做操", "课间操", "广播操", "情操",
      "翻滚", "打滚", "滚滚", "摇滚", "滚蛋糕", "滚蛋液", "混蛋液", "混蛋清", "混蛋黄", "蛋糕", "蛋黄", "蛋白", "蛋清", "蛋液",
      "蛋花", "蛋炒饭", "蛋挞", "蛋壳", "蛋卷", "傻逼得", "傻逼着", "逼得", "逼着", "逼近", "逼真", "逼迫", "逼问", "逼我",
      "逼你", "逼他", "逼她", "逼人", "逼格", "逼上", "逼出", "逼走", "逼债", "逼婚", "煞笔直", "笔直", "笔记", "笔画", "笔试",
      "混账单", "混账目", "混账号", "混账户", "账单", "账号", "账户", "账目", "账本", "人家", "人生", "人民", "人们", "人类", "人才",
      "人物", "人口", "人多", "人少", "人之常情", "狗日的粮", "热狗", "小狗", "大脑", "电脑", "头脑", "洗脑", "脑残疾", "脑残留", "残疾",
      "残缺", "残忍", "残酷", "残余", "残留", "青草", "泥巴", "马路",
    },
    -- A mother's belongings: "他妈的生日" is no curse.
    belongings = {
      "手艺", "生日", "身体", "电话", "名字", "拿手菜", "病", "意见", "照片", "衣服", "裙子", "手机", "礼物", "同事", "朋友", "同学",
      "孩子", "儿子", "女儿", "学生", "老师", "医生", "声音", "头发", "眼睛", "年纪", "老家", "味道", "爱", "菜", "话", "手", "心", "钱包",
    },
    star = "*",
  },
  words = {
    en = { name = "this name has a bad word in it" },
    zh = { name = "这个名字里有不文明的词" },
  },
}

local matchers

-- The innocent words, and each mother's belongings.
local function innocent_words()
  local all = {}
  for _, word in ipairs(profanity.config.innocent) do all[#all + 1] = word end
  for _, thing in ipairs(profanity.config.belongings) do
    for _, whose in ipairs({ "妈的", "他妈的", "你妈的" }) do all[#all + 1] = whose .. thing end
  end
  return all
end

-- Settings arrive after the file has run, so the matchers are made here.
function profanity.on_load()
  local config, except = profanity.config, innocent_words()
  matchers = {
    room.matcher(config.phrases, { look = true, except = except }),
    room.matcher(config.openings, { look = true, opening = true, except = except }),
    room.matcher(config.words, { look = true, whole = true, endings = config.endings, except = except }),
  }
end

function profanity.filter_message(message)
  local text, found = message.text, 0
  for _, matcher in ipairs(matchers) do
    local clean, count = matcher:mask(text, profanity.config.star)
    text, found = clean, found + count
  end
  if found > 0 then return text end
end

function profanity.filter_join(member)
  for _, matcher in ipairs(matchers) do
    if matcher:find(member.name) then return false, profanity.config.name end
  end
end

return profanity
