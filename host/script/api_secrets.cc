// Hashing of passwords for plugins.
#include <string>

#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "secure/password_hash.h"

namespace moonroom::script {
namespace {

constexpr size_t kMaxPassword = 200;

std::string_view check_password(lua_State* L) {
  size_t size = 0;
  const char* bytes = luaL_checklstring(L, 1, &size);
  luaL_argcheck(L, size <= kMaxPassword, 1, "a password has at most 200 bytes");
  return {bytes, size};
}

int room_password_hash(lua_State* L) {
  push_text(L, secure::password_hash(check_password(L)));
  return 1;
}

int room_password_verify(lua_State* L) {
  const auto password = check_password(L);
  size_t size = 0;
  const char* kept = luaL_checklstring(L, 2, &size);
  lua_pushboolean(L, secure::password_verify(password, {kept, size}));
  return 1;
}

constexpr ApiFunction kSecretFunctions[] = {
    {.name = "password_hash",
     .run = room_password_hash,
     .parameters = {{"password", "string", "up to 200 bytes"}},
     .returns = "string kept",
     .help = "What to keep in `room.store` in the place of a password: nobody can read the "
             "password in it. Slow on purpose: some 10 ms.",
     .example = "room.store[name] = room.password_hash(password)"},
    {.name = "password_verify",
     .run = room_password_verify,
     .parameters = {{"password", "string", "up to 200 bytes"},
                    {"kept", "string", "what `password_hash` returned for the right one"}},
     .returns = "boolean is_right",
     .help = "Whether a password is the one that was hashed. As slow as `password_hash`.",
     .failure = "`false` when `kept` is no such hash.",
     .example = "if room.password_verify(call.text, room.store[name] or \"\") then return "
                "\"welcome\" end"},
};

}  // namespace

std::span<const ApiFunction> secret_functions() {
  return kSecretFunctions;
}

}  // namespace moonroom::script
