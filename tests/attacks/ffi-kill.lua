-- Kills the host: its process id is among the worker's arguments.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("extern char** __libc_stack_end; int kill(int, int);")
    local stack = ffi.C.__libc_stack_end
    -- count, program, plugin-worker, PID, memory, libraries, NULL
    assert(ffi.string(stack[2]) == "plugin-worker")
    local host = tonumber(ffi.string(stack[3]))
    assert(host and host > 1 and host % 1 == 0)
    ffi.C.kill(host, 15)
  end,
}
