--- Replaces bad words by stars, for everybody.
-- Shows: a filter that changes the message, and room.matcher, which looks for all words at once and
-- takes capitals and full-width letters for the same.
local profanity = {
  order = 20, -- Early, so that later filters see the clean text.
  config = {
    -- Whole words, so that "Scunthorpe" survives. Chinese has no blanks between words: there, anywhere.
    words = { "damn", "darn", "crap", "shit", "fuck", "cunt" },
    -- Anywhere, also inside a longer word.
    phrases = { "motherfuck", "bullshit", "他妈的", "妈的", "混蛋", "傻逼", "王八蛋" },
    star = "*",
  },
}

local words, phrases

-- Settings are laid over the defaults after the file has run, so what is made of them is made here.
function profanity.on_load()
  words = room.matcher(profanity.config.words, { whole = true })
  phrases = room.matcher(profanity.config.phrases)
end

function profanity.filter_message(message)
  local text, longer = phrases:mask(message.text, profanity.config.star)
  local clean, whole = words:mask(text, profanity.config.star)
  if longer + whole > 0 then return clean end
end

return profanity
