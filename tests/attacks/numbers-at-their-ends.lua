-- Numbers at the limits of their range.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: still counting

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local odd = { 0 / 0, -(0 / 0), 1 / 0, -1 / 0, 2 ^ 31, -2 ^ 31, 2 ^ 32, 2 ^ 53, 2 ^ 63, -2 ^ 63, 5e-324, 1.7e308, -0 }
    for _, a in ipairs(odd) do
      tostring(a)
      room.log(("%d %g %x"):format(a, a, math.abs(a)))
      for _, b in ipairs(odd) do
        local _ = a % b, a ^ b, math.fmod(a, b), math.ldexp(a, 10), bit.band(a, b), bit.lshift(a, b), bit.tobit(a), bit.tohex(a, 8)
        pcall(room.random, a, b)
        pcall(room.history, a)
        pcall(string.rep, "x", a)
        pcall(bit.tohex, a, b)
      end
    end
    room.log("still counting")
  end,
}
