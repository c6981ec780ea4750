-- Strings with equal hashes for a hash that skips letters.
-- trigger: message
-- sandbox: killed or fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local kept, head, tail = {}, ("x"):rep(40), ("y"):rep(60)
    for i = 1, 1e7 do kept[head .. ("%08d"):format(i) .. tail] = true end
  end,
}
