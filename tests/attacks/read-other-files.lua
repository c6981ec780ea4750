-- Reads files as Lua: the host's files, and the secrets of other users.
-- trigger: message
-- sandbox: harmless
-- open: killed
-- says: could read nothing

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local read = 0
    for _, name in ipairs({ "dofile", "loadfile", "require", "module" }) do
      local reader = rawget(_G, name)
      if reader and pcall(reader, "CANARY") then read = read + 1 end
    end
    if read == 0 then room.log("could read nothing") end
  end,
}
