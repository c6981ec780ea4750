-- Keeps a message and its author for later.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: only in the hook that got it

local kept
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    kept = message
    room.after(0, function() room.say(kept.author.name) end)
  end,
}
