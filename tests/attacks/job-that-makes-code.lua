-- A job that makes code to execute: in a page, in a file, by the compiler, by a callback; where there are no
-- libraries, it finds none.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: no code 4

local cdef = "void* mmap(void*, size_t, int, int, int, long); int mprotect(void*, size_t, int); int memfd_create(const char*, unsigned); int personality(unsigned long);"
return {
  jobs = {
    make = function(way)
      local ffi = require("ffi")
      ffi.cdef(cdef)
      if way == 1 then ffi.C.mmap(nil, 4096, 7, 0x22, -1, 0) end
      if way == 2 then ffi.C.mprotect(ffi.C.mmap(nil, 4096, 3, 0x22, -1, 0), 4096, 7) end
      if way == 3 then ffi.C.memfd_create("code", 0) end
      if way == 4 then ffi.C.personality(0x0400000) end
      return "made"
    end,
  },
  on_message = function(message)
    if message.text ~= "attack" then return end
    local failed = 0
    for way = 1, 4 do
      room.job("make", way, function(result)
        failed = failed + (result and 0 or 1)
        room.log("no code " .. failed)
      end)
    end
  end,
}
