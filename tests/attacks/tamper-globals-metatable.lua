-- A metatable that traps every missing global.
-- trigger: load, message
-- sandbox: harmless
-- open: harmless
-- says: tampered

setmetatable(_G, { __index = function(_, name) return function() error(name) end end, __newindex = function() end })
room.log("tampered")
return {}
