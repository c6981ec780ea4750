-- An error in a finalizer, where nothing catches it. The sandbox has no finalizers.
-- trigger: message
-- sandbox: fault
-- open: any
-- says: newproxy

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _ = 1, 100 do getmetatable(newproxy(true)).__gc = function() error("in the end") end end
    pcall(collectgarbage)
  end,
}
