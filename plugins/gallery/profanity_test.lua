-- Run with: moonroomd test plugins/gallery/profanity_test.lua

-- A check that what ann says, bob hears.
local function heard(room)
  local ann, bob = room:join("ann"), room:join("bob")
  return function(said, expected)
    ann:say(said)
    bob:hears("ann说：" .. expected)
  end
end

test("a bad word becomes stars, one for each letter", function(room)
  local check = heard(room)
  check("shit happens", "**** happens")
  check("damn, that is a darn mess", "****, that is a **** mess")
  check("crap", "****")
end)

test("capitals and full-width letters are the same letters", function(room)
  local check = heard(room)
  check("SHIT, Shit, sHiT", "****, ****, ****")
  check("ｓｈｉｔ and ＳＨＩＴ", "**** and ****")
end)

test("a word inside a longer one is no word", function(room)
  local check = heard(room)
  check("Scunthorpe, scrape, mishit, crappy, shiitake", "Scunthorpe, scrape, mishit, crappy, shiitake")
  check("shit-faced, (shit), shit!", "****-faced, (****), ****!")
end)

test("phrases are found anywhere", function(room)
  local check = heard(room)
  check("that is pure BULLSHITTERY", "that is pure ********TERY")
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

test("the words are settings", function(room)
  room:settings("return { profanity = { words = { 'banana' }, phrases = {}, star = '#' } }")
  local check = heard(room)
  check("damn Banana, bananas", "damn ######, bananas")
  check("混蛋", "混蛋")
end)

test("a filter without words lets everything pass", function(room)
  room:settings("return { profanity = { words = {}, phrases = {} } }")
  heard(room)("damn", "damn")
end)
