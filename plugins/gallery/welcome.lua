--- Greets whoever comes in, and says who is here already.
-- Shows: settings with defaults, a hook, telling one member, reading the room.
local welcome = {
  config = {
    text = "Welcome, {name}! Here are: {here}",
    alone = "Welcome, {name}! You are the first.",
  },
}

-- The names of all but `newcomer`, as one text.
local function others(newcomer)
  local names = {}
  for _, member in ipairs(room.members()) do
    if member ~= newcomer then names[#names + 1] = member.name end
  end
  return table.concat(names, ", ")
end

function welcome.on_join(member)
  local here = others(member)
  local text = here == "" and welcome.config.alone or welcome.config.text
  -- gsub with a table fills each {word} once; a name full of "%" or "{" does no harm.
  room.tell(member, (text:gsub("{(%w+)}", { name = member.name, here = here })))
end

return welcome
