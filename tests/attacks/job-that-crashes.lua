-- A job that overruns the stack of C.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

local function deeper() return (("a"):gsub("a", deeper)) end
return {
  jobs = { crash = deeper },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("crash", nil, function(result) room.log(result and "got something" or "got nothing") end)
  end,
}
