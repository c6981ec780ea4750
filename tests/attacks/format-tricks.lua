-- Invalid formats.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: tried all formats

local formats = { "%n", "%", "%s", "%d", "%.99f", "%099d", "%*d", "%$1d", "%q%q", "%c", "%5", "%hhn", "%-+ #0d" }
local values = { nil, true, {}, 0 / 0, -0 / 0, 1 / 0, 2 ^ 63, -2 ^ 63, ("%s"):rep(1000), "\0\0" }
return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    for _, format in ipairs(formats) do
      for i = 1, 10 do pcall(string.format, format, values[i], values[i]) end
    end
    for i = 1, 10 do pcall(string.format, "%s %q %d %g %x %c", values[i], values[i], values[i], values[i], values[i]) end
    room.log("tried all formats")
  end,
}
