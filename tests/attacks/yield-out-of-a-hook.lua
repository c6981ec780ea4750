-- Yields in a hook, in a callback, in a comparison.
-- trigger: message
-- sandbox: fault
-- open: fault
-- says: yield

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    pcall(table.sort, { 1, 2, 3 }, coroutine.yield)
    pcall(string.gsub, "aaa", "a", coroutine.yield)
    local matcher = room.matcher({ "a" })
    coroutine.wrap(function() matcher:replace("aaa", coroutine.yield) end)()
    coroutine.yield("later")
  end,
}
