-- Sleeps by the only system call that allows it, until it is killed.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("long syscall(long, ...);")
    local word = ffi.new("int[1]")
    while ffi.arch == "x64" do ffi.C.syscall(202, word, ffi.cast("int", 0), ffi.cast("int", 0), ffi.cast("void*", nil)) end
    ffi.cast("int*", 0)[0] = 1
  end,
}
