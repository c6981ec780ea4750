-- Keeps members in a coroutine that outlasts the hook.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: only in the hook that got it

local sleeper = coroutine.create(function(message)
  local members = room.members()
  while true do
    local _ = message.text, room.tell(members[1], "psst")
    coroutine.yield()
  end
end)
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    coroutine.resume(sleeper, message)
    room.after(0, function() error(select(2, coroutine.resume(sleeper)), 0) end)
  end,
}
