-- Asks to be traced, as a debugger's child does.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("long ptrace(int, int, void*, void*);")
    ffi.C.ptrace(0, 0, nil, nil)
  end,
}
