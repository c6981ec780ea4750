--- Replaces bad words by stars, for everybody; names with one are refused.
-- Shows: a filter that changes the message, and room.matcher with `look`, which sees words as a reader does:
-- letters of other scripts, digits and symbols for letters, invisible characters, repeated and spelt letters.
-- Nothing here is an exception: a longer innocent word goes before a bad one that stands in it.
local profanity = {
  order = 20, -- Early, so that later filters see the clean text.
  config = {
    -- Whole words, alone or with one of the endings. Chinese has no blanks between words: there, anywhere.
    words = {
      "damn", "goddamn", "dammit", "darn", "crap", "shit", "shite", "fuck", "fuk", "cunt", "bitch", "bastard",
      "asshole", "arsehole", "dickhead", "wanker", "son of a bitch", "傻b", "煞b", "沙b",
    },
    endings = {
      "s", "es", "ed", "er", "ers", "ing", "in", "ings", "y", "ier", "iest", "head", "heads", "face", "faced", "faces",
      "hole", "holes", "show", "storm", "bag", "bags", "load", "post", "posting", "less", "wit", "wits",
    },
    -- Anywhere, also inside a longer word.
    phrases = {
      "motherfuck", "bullshit", "horseshit", "batshit", "dipshit", "fucking", "fucker",
      "他妈的", "你妈的", "去你妈", "操你妈", "草你妈", "混蛋", "混账", "傻逼", "傻屄", "煞笔", "王八蛋", "狗日的", "狗娘养",
      "婊子", "贱人", "滚蛋", "草泥马", "真妈的", "去妈的", "脑残",
    },
    -- Where no letter stands before it: "妈的" is a curse, and "大妈的" is not.
    openings = { "妈的", "操你" },
    -- Longer words and phrases of daily use that hold a bad one, or reach into it.
    innocent = {
      "darning", "darned sock", "darned socks", "craps table", "craps game", "damned souls",
      "妈的手", "妈的心", "妈的生日", "妈的味道", "妈的菜", "妈的话", "妈的电话", "妈的身体", "妈的衣服", "妈的病",
      "妈的礼物", "妈的朋友", "妈的工作", "妈的名字", "妈的意思", "妈的爱", "妈的照片", "妈的眼睛", "妈的车",
      "他妈的手艺", "他妈的生日", "他妈的身体", "他妈的电话", "他妈的名字", "他妈的拿手菜", "他妈的病", "他妈的意见",
      "他妈的照片", "他妈的衣服", "他妈的手机", "他妈的礼物", "他妈的同事", "他妈的朋友",
      "你妈的手艺", "你妈的生日", "你妈的身体", "你妈的电话", "你妈的名字", "你妈的拿手菜", "你妈的病", "你妈的意见",
      "你妈的照片", "你妈的衣服", "你妈的手机", "你妈的礼物", "你妈的同事", "你妈的朋友", "你妈的菜", "你妈的话",
      "去你妈妈", "去你妈家", "去你妈那", "去你妈单位", "操你的心", "体操", "早操", "做操", "课间操", "广播操", "情操",
      "滚蛋糕", "滚蛋液", "混蛋液", "混蛋清", "混蛋黄", "蛋糕", "蛋黄", "蛋白", "蛋清", "蛋液", "蛋花", "蛋炒饭", "蛋挞",
      "傻逼得", "傻逼着", "逼得", "逼着", "逼近", "逼真", "逼迫", "逼问", "逼我", "逼你", "逼他", "煞笔直", "笔直", "笔记",
      "混账单", "账单", "账号", "账户", "账目", "账本", "人家", "人生", "人民", "人们", "狗日的粮", "脑残疾", "残疾",
    },
    star = "*",
  },
  words = {
    en = { name = "this name has a bad word in it" },
    zh = { name = "这个名字里有不文明的词" },
  },
}

local matchers

-- Settings are laid over the defaults after the file has run, so what is made of them is made here.
function profanity.on_load()
  local config = profanity.config
  matchers = {
    room.matcher(config.phrases, { look = true, except = config.innocent }),
    room.matcher(config.openings, { look = true, opening = true, except = config.innocent }),
    room.matcher(config.words, {
      look = true,
      whole = true,
      endings = config.endings,
      except = config.innocent,
    }),
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
