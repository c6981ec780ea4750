-- Stores another value of the largest allowed size on every line.
-- trigger: message
-- sandbox: harmless or fault
-- open: harmless or fault

local turn = 0
return {
  on_message = function()
    turn = turn + 1
    for i = 1, 8 do room.store["field" .. i] = (turn .. " "):rep(15000 / #(turn .. " ")) end
  end,
}
