--- 1. Refuses a newcomer whose name is taken or not allowed.
-- The host decides which names these are (member.conflict); this script has the words for each refusal.
local names = {
  config = {
    taken = "this name is taken",
    confusable = "this name looks like one that is taken",
    invalid = "a name has 1 to 32 characters, no blanks and nothing invisible",
    colon = "a name has no colon in it",
    bare = "a name needs a letter, a number or an emoji",
    mixed = "the letters of a name are of one alphabet",
    words = "a name has none of the words in it that stand between names and lines",
    reserved = "this name is the administrator's",
    -- Refused anywhere in a name: such a member could be taken for the administrator or the program.
    administrators = { "管理员", "administrator", "系统", "服务器", "聊天室", "moonroom" },
    -- Refused as a word of a name.
    titles = { "admin", "admins", "server", "system", "host", "room", "root", "operator", "moderator", "sysop" },
  },
}

local function is_reserved(name)
  for _, part in ipairs(names.config.administrators) do
    if room.shows(name, part) then return true end
  end
  for _, word in ipairs(names.config.titles) do
    if room.shows(name, word, { whole = true }) then return true end
  end
end

function names.filter_join(member)
  if member.conflict then return false, names.config[member.conflict] end
  if is_reserved(member.name) then return false, names.config.reserved end
end

return names
