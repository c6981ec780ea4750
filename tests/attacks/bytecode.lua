-- LuaJIT bytecode, corrupted by hand.
-- trigger: message
-- sandbox: fault
-- open: any

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local code = string.dump(function() local a = {} return a.b end)
    local bad = load(code:sub(1, #code - 20) .. ("\255"):rep(12) .. code:sub(-8))
    for _ = 1, 10 do pcall(bad) end
  end,
}
