-- What a script or plugin finds in its state: LuaJIT without what the sandbox takes away, and `room`.
std = "luajit"
not_globals = {
  "collectgarbage", "debug", "dofile", "gcinfo", "getfenv", "io", "jit", "loadfile", "loadstring",
  "module", "newproxy", "os", "package", "print", "require", "setfenv", "string.dump",
}
read_globals = {
  room = {
    fields = {
      "after", "cancel", "every", "everyone", "kick", "log", "member", "members", "now", "others",
      "post", "random", "say", "tell",
    },
  },
}
max_line_length = false
