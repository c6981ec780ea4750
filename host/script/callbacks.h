// The Lua functions that a plugin has registered to be called later: by timers, by jobs, and for
// publications. All inside `LuaState::guarded`, but for the questions.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::script {

class Callbacks {
 public:
  struct Callback {
    int function = LUA_NOREF;
    bool repeats = false;
  };

  bool is_full() const { return callbacks_.size() >= kMaxCallbacks; }
  /// Pops a function from the stack and registers it under a number that was never used.
  void add(lua_State* L, uint32_t number, bool repeats);
  /// Nullopt when it was cancelled.
  std::optional<Callback> find(uint32_t number) const;
  void drop(lua_State* L, uint32_t number);
  /// Drops all with a larger number.
  void drop_after(lua_State* L, uint32_t number);
  /// The pending timers and jobs.
  std::vector<uint32_t> numbers() const;

  /// Pops a function from the stack; false when there are too many.
  bool subscribe(lua_State* L, std::string_view topic);
  bool has_subscribers(std::string_view topic) const { return subscriptions_.contains(topic); }
  /// Their functions.
  std::vector<int> subscribers(std::string_view topic) const;

 private:
  /// Of pending timers and jobs, and of subscriptions.
  static constexpr size_t kMaxCallbacks = 256;

  std::map<uint32_t, Callback> callbacks_;
  std::multimap<std::string, int, std::less<>> subscriptions_;
};

}  // namespace moonroom::script
