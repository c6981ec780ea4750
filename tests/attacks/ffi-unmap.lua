-- Unmaps the pages that it shares with the host.
-- trigger: message
-- sandbox: fault
-- open: killed
-- with: pages.part

return {
  on_message = function(message)
    if message.text ~= "attack" then return end
    local ffi = require("ffi")
    ffi.cdef("int munmap(void*, size_t);")
    local theirs, size, ours, our_size = pages(ffi)
    ffi.C.munmap(theirs, size)
    ffi.C.munmap(ours, our_size)
  end,
}
