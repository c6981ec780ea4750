-- Changes the functions of `string`; no other plugin shares its Lua state.
-- trigger: load, message
-- sandbox: harmless
-- open: harmless
-- says: tampered

string.gsub, string.lower, string.find = nil, nil, function() return 1 end
for name in pairs(string) do string[name] = nil end
room.log("tampered")
return {}
