-- A matcher of a million words.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: 10,000 words

local words = {}
for i = 1, 2e5 do words[i] = "w" .. i % 1000 end
return {
  on_message = function(message)
    if message.text == "attack" then room.matcher(words) end
  end,
}
