-- Sparse tables that look large.
-- trigger: message
-- sandbox: harmless or fault or killed
-- open: harmless or fault or killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local t = {}
    for shift = 1, 52 do t[2 ^ shift] = true end
    local _ = #t
    t = { [2 ^ 26] = 1 }
    table.insert(t, 2 ^ 26 + 1, 2)
    pcall(table.remove, t, 1)
    pcall(table.concat, t, "", 1, 2 ^ 26)
    pcall(table.insert, t, 1, 0)
    pcall(table.maxn, t)
  end,
}
