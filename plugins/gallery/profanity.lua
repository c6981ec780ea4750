--- Replaces bad words by stars, for everybody. Shows: a filter that changes the message.
-- Words of letters are matched whole, so that "class" survives; Chinese has no blanks between
-- words, so there they are matched anywhere.
local profanity = {
  order = 20, -- Early, so that later filters see the clean text.
  config = {
    words = { "damn", "darn", "crap", "shit", "fuck" },
    phrases = { "他妈的", "妈的", "混蛋", "傻逼", "王八蛋" },
  },
}

local bad = {}

-- Settings are laid over the defaults after the file has run, so what is made of them is made here.
function profanity.on_load()
  for _, word in ipairs(profanity.config.words) do bad[word] = ("*"):rep(#word) end
end

local function stars(phrase)
  local _, characters = phrase:gsub("[^\128-\191]", "") -- Bytes that begin a character.
  return ("*"):rep(characters)
end

local function replace(text, phrase)
  local from, to = text:find(phrase, 1, true) -- Plain: nothing in it is a pattern.
  while from do
    text = text:sub(1, from - 1) .. stars(phrase) .. text:sub(to + 1)
    from, to = text:find(phrase, from, true)
  end
  return text
end

function profanity.filter_message(message)
  local text = message.text
  local clean = text:gsub("%a+", function(word) return bad[word:lower()] end)
  for _, phrase in ipairs(profanity.config.phrases) do clean = replace(clean, phrase) end
  if clean ~= text then return clean end
end

return profanity
