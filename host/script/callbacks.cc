#include "script/callbacks.h"

namespace moonroom::script {

void Callbacks::add(lua_State* L, uint32_t number, bool repeats) {
  callbacks_[number] = {luaL_ref(L, LUA_REGISTRYINDEX), repeats};
}

std::optional<Callbacks::Callback> Callbacks::find(uint32_t number) const {
  const auto found = callbacks_.find(number);
  return found == callbacks_.end() ? std::nullopt : std::optional(found->second);
}

void Callbacks::drop(lua_State* L, uint32_t number) {
  const auto found = callbacks_.find(number);
  if (found == callbacks_.end()) return;
  luaL_unref(L, LUA_REGISTRYINDEX, found->second.function);
  callbacks_.erase(found);
}

void Callbacks::drop_after(lua_State* L, uint32_t number) {
  while (!callbacks_.empty() && callbacks_.rbegin()->first > number)
    drop(L, callbacks_.rbegin()->first);
}

std::vector<uint32_t> Callbacks::numbers() const {
  std::vector<uint32_t> numbers;
  for (const auto& [number, callback] : callbacks_) numbers.push_back(number);
  return numbers;
}

bool Callbacks::subscribe(lua_State* L, std::string_view topic) {
  if (subscriptions_.size() >= kMaxCallbacks) return false;
  subscriptions_.emplace(topic, luaL_ref(L, LUA_REGISTRYINDEX));
  return true;
}

std::vector<int> Callbacks::subscribers(std::string_view topic) const {
  std::vector<int> functions;
  const auto [first, last] = subscriptions_.equal_range(topic);
  for (auto it = first; it != last; ++it) functions.push_back(it->second);
  return functions;
}

}  // namespace moonroom::script
