-- Makes a Lua function into a C callback, which needs executable memory.
-- trigger: message
-- sandbox: fault
-- open: killed or fault

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("void qsort(void*, size_t, size_t, int (*)(const void*, const void*));")
    ffi.C.qsort(ffi.new("int[4]", 4, 3, 2, 1), 4, 4, function() return 0 end)
  end,
}
