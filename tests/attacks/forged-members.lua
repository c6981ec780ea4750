-- Passes invalid member ids.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tried all

local ids = { -1, 0, 0.5, 2 ^ 31, 2 ^ 53, 2 ^ 60, 2 ^ 64, 1 / 0, -1 / 0, 0 / 0, 1e308, "1", "", "ada\0", true, {}, print, room.log }
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for i = 1, 18 do
      for _, call in ipairs({ room.tell, room.member, room.others }) do pcall(call, ids[i], "psst") end
      pcall(room.post, { line = "psst", to = ids[i] })
      pcall(room.post, { line = "psst", to = { ids[i], ids[i] } })
      pcall(room.post, { line = "psst", to = room.others(99) })
      if ids[i] ~= 1 and ids[i] ~= "1" then
        pcall(room.kick, ids[i], "psst")
        pcall(room.mute, ids[i], 10)
        if type(ids[i]) ~= "string" then pcall(room.ban, ids[i], 10) end
      end
    end
    room.log("tried all")
  end,
}
