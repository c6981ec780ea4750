-- Matchers, whose memory is not Lua's, little by little.
-- trigger: message
-- sandbox: harmless or fault
-- open: harmless or fault
-- says: kept

local words = {}
for i = 1, 5000 do words[i] = ("%08d letters and more letters"):format(i * 7919 % 1000003):reverse() end
local kept = {}
local function more()
  local ok, made = pcall(room.matcher, words)
  kept[#kept + 1] = made
  if ok and #kept < 60 then return room.after(0, more) end
  room.log("kept " .. #kept .. " " .. tostring(made))
end
return {
  on_message = function(message)
    if message.text == "attack" then more() end
  end,
}
