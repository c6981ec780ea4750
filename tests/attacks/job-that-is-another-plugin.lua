-- A file that returns another plugin when a job runs it.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

local is_job = not pcall(function() return room.store end)
if is_job then error(("other "):rep(100000)) end
return {
  jobs = { any = function() end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("any", nil, function(_, wrong) room.log(wrong and "got nothing" or "got something") end)
  end,
}
