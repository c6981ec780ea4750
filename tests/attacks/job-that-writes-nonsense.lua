-- A job that writes malformed bytes into its result's pipe.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

return {
  jobs = {
    write = function()
      local ffi = require("ffi")
      ffi.cdef("long write(int, const void*, size_t); void _exit(int);")
      ffi.C.write(4, ("\7"):rep(4096), 4096)
      ffi.C._exit(0)
    end,
  },
  on_message = function(message)
    if message.text ~= "attack" then return end
    room.job("write", nil, function(result) room.log(result and "got something" or "got nothing") end)
  end,
}
