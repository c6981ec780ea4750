-- Source nested a million deep.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: refused to read it

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    if not load(("("):rep(1e6), "deep") then room.log("refused to read it") end
  end,
}
