// One Lua interpreter with a memory limit. The only way into Lua is `guarded`: any failure inside
// (a Lua error, out of memory, a C++ exception) is returned as a Problem with its traceback, and
// the stack is restored.
#pragma once

#include <cstddef>
#include <functional>
#include <lua.hpp>
#include <memory>

#include "base/result.h"

namespace moonroom::script {

class LuaState {
 public:
  /// Allocations beyond `memory_limit` bytes fail inside Lua with "not enough memory".
  explicit LuaState(size_t memory_limit);
  LuaState(const LuaState&) = delete;
  LuaState& operator=(const LuaState&) = delete;

  /// Runs `body` in protected mode. It can use the stack freely and can raise Lua errors; objects
  /// with destructors in it are destroyed then.
  template <class Body>
  Result<void> guarded(Body&& body) {
    using Plain = std::remove_reference_t<Body>;
    const auto run = [](lua_State* L, void* it) { (*static_cast<Plain*>(it))(L); };
    return protect(run, const_cast<void*>(static_cast<const void*>(&body)));
  }

  /// Bytes in use.
  size_t memory() const { return memory_.used; }

 private:
  struct Memory {
    size_t used = 0;
    size_t limit = 0;
  };
  struct Close {
    void operator()(lua_State* L) const { lua_close(L); }
  };
  struct Call;

  static void* allocate(void* memory, void* block, size_t old_size, size_t new_size);
  static int build_entrance(lua_State* L);
  static int enter(lua_State* L);
  Result<void> protect(void (*run)(lua_State*, void*), void* body);

  Memory memory_;
  std::unique_ptr<lua_State, Close> state_;
  // The one entry function, in Lua's registry, and the call that it is to make.
  int entrance_ = LUA_NOREF;
  const Call* call_ = nullptr;
};

/// Calls the function below its `arguments`, as lua_call does, but an error carries a traceback.
/// For use in `guarded` itself, not in a function that Lua calls there.
void call_traced(lua_State* L, int arguments, int results);

}  // namespace moonroom::script
