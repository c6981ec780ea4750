-- Starts a thread that outlasts the hook.
-- trigger: message
-- sandbox: fault
-- open: killed

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int pthread_create(unsigned long*, void*, void* (*)(void*), void*); void* malloc(size_t);")
    ffi.C.pthread_create(ffi.new("unsigned long[1]"), nil, ffi.cast("void* (*)(void*)", ffi.C.malloc), nil)
  end,
}
