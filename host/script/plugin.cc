#include "script/plugin.h"

#include <utility>

#include "script/api.h"
#include "script/lua_value.h"
#include "script/manifest.h"
#include "script/member_view.h"
#include "script/sandbox.h"

namespace moonroom::script {
namespace {

// A plugin that starts timers without end is told so.
constexpr size_t kMaxTimers = 256;

}  // namespace

Plugin::Plugin(const ring::Load& file, RoomView& view, size_t memory_limit)
    : file_(file), view_(view), state_(memory_limit) {
  hooks_.fill(LUA_NOREF);
}

Result<std::unique_ptr<Plugin>> Plugin::load(const ring::Load& file, const Value& overrides,
                                             RoomView& view, size_t memory_limit) {
  std::unique_ptr<Plugin> plugin(new Plugin(file, view, memory_limit));
  ++plugin->hook_number_;
  view.begin_hook();
  auto ran = plugin->state_.guarded([&](lua_State* L) { plugin->run_file(L, overrides); });
  if (!ran) return tl::unexpected(ran.error());
  return plugin;
}

void Plugin::run_file(lua_State* L, const Value& overrides) {
  open_sandbox(L);
  open_views(L, *this);
  open_api(L, *this);
  compile(L, file_.source, file_.path);
  call_traced(L, 0, 1);  // table
  check_table(L, 1);
  place_ = read_place(L, 1);
  configure(L, 1, overrides);
  hooks_ = take_hooks(L, 1);
}

template <class Push>
Result<Plugin::Returned> Plugin::invoke(int function, Push push) {
  ++hook_number_;
  view_.begin_hook();
  Returned returned;
  auto done = state_.guarded([&](lua_State* L) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, function);
    call_traced(L, push(L), 2);
    if (!lua_isnil(L, 1)) returned.first = to_value(L, 1);
    if (!lua_isnil(L, 2)) returned.second = to_value(L, 2);
  });
  message_ = nullptr;
  ++hook_number_;
  if (!done) return tl::unexpected(done.error());
  return returned;
}

Result<Plugin::Returned> Plugin::call(Hook hook, std::optional<room::MemberId> member,
                                      std::optional<std::string_view> word) {
  return invoke(hooks_[static_cast<size_t>(hook)], [&](lua_State* L) {
    if (member) push_member(L, *this, *member);
    if (word) push_text(L, *word);
    return (member ? 1 : 0) + (word ? 1 : 0);
  });
}

Result<Plugin::Returned> Plugin::call_message(Hook hook, const Spoken& message) {
  message_ = &message;
  return invoke(hooks_[static_cast<size_t>(hook)], [&](lua_State* L) {
    push_message(L, *this);
    return 1;
  });
}

Result<Plugin::Returned> Plugin::call_value(Hook hook, const Value& value) {
  return invoke(hooks_[static_cast<size_t>(hook)], [&](lua_State* L) {
    push_value(L, value);
    return 1;
  });
}

Result<void> Plugin::fire(uint32_t timer) {
  const auto found = timers_.find(timer);
  if (found == timers_.end()) return {};
  const Timer due = found->second;
  auto done = invoke(due.function, [](lua_State*) { return 0; });
  if (!due.repeats) static_cast<void>(state_.guarded([&](lua_State* L) { drop_timer(L, timer); }));
  if (!done) return tl::unexpected(done.error());
  return {};
}

std::optional<uint32_t> Plugin::add_timer(lua_State* L, bool repeats) {
  if (timers_.size() >= kMaxTimers) return std::nullopt;
  const int function = luaL_ref(L, LUA_REGISTRYINDEX);
  timers_[++last_timer_] = {function, repeats};
  return last_timer_;
}

void Plugin::drop_timer(lua_State* L, uint32_t timer) {
  const auto found = timers_.find(timer);
  if (found == timers_.end()) return;
  luaL_unref(L, LUA_REGISTRYINDEX, found->second.function);
  timers_.erase(found);
}

}  // namespace moonroom::script
