-- A job that removes a file, starts a program, and ends the host; in the sandbox it finds no libraries.
-- trigger: message
-- sandbox: harmless
-- open: harmless
-- says: got nothing

return {
  jobs = {
    escape = function(way)
      if way == 1 then os.remove("CANARY") end
      if way == 2 then os.execute("rm 'CANARY'") end
      if way == 3 then io.open("CANARY", "w"):write("dead") end
      if way == 4 then require("ffi").cast("int*", 0)[0] = 1 end
      return "escaped"
    end,
  },
  on_message = function(message)
    if message.text ~= "attack" then return end
    for way = 1, 4 do
      room.job("escape", way, function(result) room.log(result and "got something" or "got nothing") end)
    end
  end,
}
