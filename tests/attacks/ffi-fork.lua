-- Forks, twenty times at most.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int fork(void); void _exit(int);")
    for _ = 1, 20 do
      if ffi.C.fork() == 0 then ffi.C._exit(0) end
    end
  end,
}
