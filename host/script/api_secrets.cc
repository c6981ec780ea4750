// Hashing of passwords for plugins.
#include <string>

#include "script/api_functions.h"
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

}  // namespace

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

}  // namespace moonroom::script
