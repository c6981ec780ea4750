// One Lua interpreter: its memory counted and bounded, everything done in it guarded. The only way
// into Lua is `guarded`: whatever goes wrong inside (an error, no memory, a C++ exception) comes
// out as a Problem with its traceback, and the stack is as before.
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

  /// Runs `body` in protected mode. It may use the stack as it likes and may raise Lua errors;
  /// objects with destructors in it are destroyed when it does.
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
  // The one function through which all goes, in Lua's registry, and what is to go through it now.
  int entrance_ = LUA_NOREF;
  const Call* call_ = nullptr;
};

/// Calls the function that lies below its `arguments`, as lua_call does, but an error carries a
/// traceback. For use inside `guarded` itself, not in a function that Lua calls there.
void call_traced(lua_State* L, int arguments, int results);

}  // namespace moonroom::script
