-- A job that fails with an error text of invalid UTF-8.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

return {
  jobs = { fail = function() error(("\255\27[2J"):rep(20000)) end },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("fail", nil, function(result, wrong) room.log((result and "got something " or "got nothing ") .. wrong:sub(1, 20)) end)
  end,
}
