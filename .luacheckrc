-- Made by `moonroomd reference luacheck`: what a script or plugin finds in its state.
std = "luajit"
not_globals = { "dofile", "loadfile", "require", "module", "package", "print", "jit", "loadstring", "getfenv", "setfenv", "newproxy", "collectgarbage", "gcinfo", "io", "os", "debug", "string.dump" }
read_globals = { room = { fields = {
  "after", "ban", "cancel", "every", "everyone", "fill", "history", "job", "kick", "log", "matcher", "member", "members", "mute", "now", "others", "password_hash", "password_verify", "post", "publish", "random", "regex", "same", "say", "shows", "subscribe", "tell",
  -- It lasts, so it is written to.
  store = { read_only = false, other_fields = true },
} } }
files["**/*_test.lua"] = { read_globals = { "test" } }
max_line_length = false
