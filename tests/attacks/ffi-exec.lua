-- Executes another program.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int execv(const char*, char* const*);")
    local words = { "sh", "-c", "rm 'CANARY'" }
    local arguments = ffi.new("char*[4]")
    for i, word in ipairs(words) do arguments[i - 1] = ffi.cast("char*", word) end
    ffi.C.execv("/bin/sh", arguments)
  end,
}
