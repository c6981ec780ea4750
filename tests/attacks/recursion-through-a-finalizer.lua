-- A finalizer that makes the next one. The sandbox has none.
-- trigger: message
-- sandbox: fault
-- open: harmless or fault or killed
-- says: newproxy

local function make()
  local proxy = newproxy(true)
  getmetatable(proxy).__gc = function()
    make()
    collectgarbage()
  end
end
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    make()
    collectgarbage()
    collectgarbage()
  end,
}
