-- Posts as much as it may at each join and leave.
-- trigger: join
-- sandbox: harmless
-- open: harmless

local function talk()
  for _ = 1, 128 do room.say("noise") end
end
return { on_join = talk, on_leave = talk, on_announce = talk }
