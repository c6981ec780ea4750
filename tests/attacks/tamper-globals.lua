-- Removes all globals.
-- trigger: load, message
-- sandbox: harmless
-- open: harmless
-- says: tampered

room.log("tampered")
local globals = _G
for name in pairs(globals) do globals[name] = nil end
return {}
