-- A job whose result has the largest allowed size: it must fit into a record.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got something

return {
  jobs = { make = function() return ("\255"):rep(261000) end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("make", nil, function(result, wrong) room.log(result and "got something" or wrong) end)
  end,
}
