-- Names log files outside the folder of logs.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: nowhere else

local places = { "../../x", "/tmp/x", "CANARY", "a/b", ".", "..", "x.lua", "X", "a b", "\0", ("x"):rep(33), "ä" }
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local written = 0
    for _, place in ipairs(places) do
      if pcall(room.log, "gotcha", place) then written = written + 1 end
    end
    room.log(written == 0 and "nowhere else" or "written " .. written)
  end,
}
