-- Replaces functions that other code could call.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tampered

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, name in ipairs({ "insert", "concat", "sort" }) do table[name] = error end
    math.random, bit.band = error, error
    room.log("tampered")
    ipairs, pairs, next, pcall, error, setmetatable, tostring = nil, nil, nil, nil, nil, nil, nil
  end,
}
