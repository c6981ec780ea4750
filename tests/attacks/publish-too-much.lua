-- Publishes a megabyte, a circle, a function.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: larger than

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local circle = {}
    circle[1] = circle
    assert(not pcall(room.publish, "x", circle))
    assert(not pcall(room.publish, "x", function() end))
    assert(not pcall(room.publish, ""))
    room.publish("x", ("x"):rep(2 ^ 20))
  end,
}
