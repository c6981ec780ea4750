-- A loop of calls inside C, without an instruction of Lua.
-- trigger: message
-- sandbox: killed
-- open: killed
-- says: made no progress

return {
  on_message = function(message)
    if message.text == "attack" then (("x"):rep(2 ^ 22)):gsub(".", pcall) end
    if message.text == "attack" then ("a"):rep(200):find((".-"):rep(30) .. "b") end
  end,
}
