-- Ends the host: its process id stands among the worker's arguments.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("extern char** environ; int kill(int, int);")
    local behind_arguments = ffi.C.environ
    -- program, plugin-worker, PID, memory, libraries, NULL
    assert(ffi.string(behind_arguments[-5]) == "plugin-worker")
    local host = tonumber(ffi.string(behind_arguments[-4]))
    assert(host and host > 1 and host % 1 == 0)
    ffi.C.kill(host, 15)
  end,
}
