--- 1. Whoever comes in needs a name that nobody else has.
-- The host knows which names cannot be had (member.conflict); the words for it are found here.
local names = {
  config = {
    taken = "this name is taken",
    confusable = "this name looks like one that is taken",
    invalid = "a name has 1 to 32 letters and no blanks",
    reserved = "this name is the administrator's",
    -- A name that contains one of these could be taken for the administrator.
    administrators = { "管理员", "administrator" },
  },
}

function names.filter_join(member)
  if member.conflict then return false, names.config[member.conflict] end
  local name = member.name:lower()
  for _, reserved in ipairs(names.config.administrators) do
    if name:find(reserved, 1, true) then return false, names.config.reserved end
  end
end

return names
