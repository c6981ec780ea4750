// One loaded file of Lua: its interpreter, its hooks, its place in the line, its timers. Everything
// that it does goes through `call`, and whatever goes wrong there comes back as words with a
// traceback.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ring/message.h"
#include "script/hooks.h"
#include "script/lua_state.h"
#include "script/room_view.h"

namespace moonroom::script {

/// The message that a hook is looking at.
struct Spoken {
  room::MemberId author = 0;
  std::string text;
  uint64_t number = 0;
};

/// What a plugin's table says about its place.
struct Place {
  double order = 50;
  std::vector<std::string> before;
  std::vector<std::string> after;
  /// Whether a fault of its filters refuses the message (true) or lets it pass.
  bool fail_closed = false;
};

class Plugin {
 public:
  /// Runs the file and checks the table it returns. `overrides` are the settings for this plugin.
  /// `view` must outlive the plugin.
  static Result<std::unique_ptr<Plugin>> load(const ring::Load& file, const Value& overrides,
                                              RoomView& view, size_t memory_limit);

  uint32_t id() const { return file_.id; }
  const std::string& name() const { return file_.name; }
  bool is_script() const { return file_.role == ring::Role::script; }
  const Place& place() const { return place_; }
  bool has(Hook hook) const { return hooks_[static_cast<size_t>(hook)] != LUA_NOREF; }
  size_t memory() const { return state_.memory(); }

  /// What a hook gave back, as plain data; `second` is the reason behind a `false`.
  struct Returned {
    Value first;
    Value second;
  };
  Result<Returned> call(Hook hook, std::optional<room::MemberId> member,
                        std::optional<std::string_view> word);
  Result<Returned> call_message(Hook hook, const Spoken& message);
  Result<Returned> call_value(Hook hook, const Value& value);
  /// Calls what `after` or `every` was given; nothing when it has been cancelled.
  Result<void> fire(uint32_t timer);

  // For the API, which is called back from inside the hooks.
  RoomView& view() { return view_; }
  const Spoken* message() const { return message_; }
  /// Changes with each call into the plugin: what was handed out for an earlier one is dead.
  uint64_t hook_number() const { return hook_number_; }
  /// Takes the function on top of the stack over; false when there are too many timers.
  std::optional<uint32_t> add_timer(lua_State* L, bool repeats);
  void drop_timer(lua_State* L, uint32_t timer);

 private:
  struct Timer {
    int function = LUA_NOREF;
    bool repeats = false;
  };

  Plugin(const ring::Load& file, RoomView& view, size_t memory_limit);
  void run_file(lua_State* L, const Value& overrides);
  template <class Push>
  Result<Returned> invoke(int function, Push push);

  ring::Load file_;
  RoomView& view_;
  LuaState state_;
  Place place_;
  std::array<int, kHookNames.size()> hooks_{};
  std::map<uint32_t, Timer> timers_;
  uint32_t last_timer_ = 0;
  uint64_t hook_number_ = 0;
  const Spoken* message_ = nullptr;
};

}  // namespace moonroom::script
