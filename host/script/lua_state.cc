#include "script/lua_state.h"

#include <cstdlib>
#include <exception>
#include <new>
#include <string>

#include "script/error_words.h"
#include "script/time_limit.h"

namespace moonroom::script {
namespace {

// The upvalues of the entry function: its LuaState, and `add_traceback`. It is created once,
// because a function is a Lua object, and one or two for each call cost measurable time.
constexpr int kState = lua_upvalueindex(1);
constexpr int kTraceback = lua_upvalueindex(2);

// An error value that is no string is not converted to text: that would run the plugin again.
int add_traceback(lua_State* L) {
  if (lua_type(L, 1) != LUA_TSTRING)
    lua_pushfstring(L, "error object is a %s value", luaL_typename(L, 1));
  size_t size = 0;
  const char* words = lua_tolstring(L, -1, &size);
  if (size > kMaxErrorWords) lua_pushlstring(L, words, kMaxErrorWords);
  luaL_traceback(L, L, lua_tostring(L, -1), 1);
  return 1;
}

std::string error_text(lua_State* L) {
  size_t size = 0;
  if (lua_type(L, -1) != LUA_TSTRING) return "not enough memory";
  const char* words = lua_tolstring(L, -1, &size);
  return error_words({words, size});
}

}  // namespace

struct LuaState::Call {
  void (*run)(lua_State*, void*);
  void* body;
};

LuaState::LuaState(size_t memory_limit)
    : memory_{0, memory_limit}, state_(lua_newstate(allocate, &memory_)) {
  if (!state_ || lua_cpcall(state_.get(), build_entrance, this) != 0) throw std::bad_alloc();
}

int LuaState::build_entrance(lua_State* L) {
  auto& self = *static_cast<LuaState*>(lua_touserdata(L, 1));
  lua_pushcfunction(L, add_traceback);
  lua_pushcclosure(L, enter, 2);
  self.entrance_ = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

// Never refuses to shrink a block: LuaJIT relies on that, even outside of protected calls. When
// realloc fails below the state's limit, code outside of Lua has used up the process's memory. A
// Lua error would blame the plugin that happens to run, so the process aborts, and a new one judges
// the event.
void* LuaState::allocate(void* memory, void* block, size_t old_size, size_t new_size) {
  auto& count = *static_cast<Memory*>(memory);
  if (new_size == 0) {
    std::free(block);
    count.used -= block ? old_size : 0;
    return nullptr;
  }
  if (!block) old_size = 0;
  if (new_size > old_size && count.used + new_size - old_size > count.limit) return nullptr;
  void* fresh = std::realloc(block, new_size);
  if (!fresh && new_size <= old_size) return block;
  if (!fresh) std::abort();
  count.used += new_size - old_size;
  return fresh;
}

// Converts C++ exceptions to Lua errors with their text. Catches only those of the standard
// library, so that Lua's own unwinding passes.
int LuaState::enter(lua_State* L) {
  const auto call = *static_cast<LuaState*>(lua_touserdata(L, kState))->call_;
  try {
    call.run(L, call.body);
    return 0;
  } catch (const std::exception& error) {
    lua_pushstring(L, error.what());
  }
  return lua_error(L);
}

Result<void> LuaState::protect(void (*run)(lua_State*, void*), void* body) {
  const Call call{run, body};
  lua_State* L = state_.get();
  lua_rawgeti(L, LUA_REGISTRYINDEX, entrance_);
  call_ = &call;
  const Stoppable stoppable(L);
  const bool passed = lua_pcall(L, 0, 0, 0) == 0;
  Result<void> outcome;
  if (const auto stopped = stoppable.stopped())
    outcome = problem(error_words(*stopped));
  else if (!passed)
    outcome = problem(error_text(L));
  lua_settop(L, 0);
  return outcome;
}

void call_traced(lua_State* L, int arguments, int results) {
  const int function = lua_gettop(L) - arguments;
  lua_pushvalue(L, kTraceback);
  lua_insert(L, function);
  if (lua_pcall(L, arguments, results, function) != 0) lua_error(L);
  lua_remove(L, function);
}

}  // namespace moonroom::script
