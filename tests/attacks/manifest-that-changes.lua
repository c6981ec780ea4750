-- A plugin table that answers differently each time.
-- trigger: load
-- sandbox: refused or harmless
-- open: refused or harmless

local turn = 0
return setmetatable({}, {
  __index = function(t, key)
    turn = turn + 1
    rawset(t, "key" .. turn, key)
    return turn % 3 == 0 and function() end or nil
  end,
  __pairs = error,
  __len = error,
})
