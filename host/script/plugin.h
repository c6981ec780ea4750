// One loaded Lua file: its interpreter, hooks, commands and callbacks. All its code runs through
// `invoke`; any failure is returned as an error text with a traceback.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "match/tracks.h"
#include "ring/message.h"
#include "script/action_queue.h"
#include "script/callbacks.h"
#include "script/hooks.h"
#include "script/lua_state.h"
#include "script/manifest.h"
#include "script/overrides.h"
#include "script/plugin_store.h"

namespace moonroom::script {

/// The message that the running hook handles.
struct CurrentMessage {
  room::MemberId author = 0;
  std::string text;
  uint64_t number = 0;
  /// The command that the text belongs to; empty for an ordinary message.
  std::string command = {};
};

/// A command as it was called. Without a member, the administrator called it.
struct Call {
  std::optional<room::MemberId> member;
  std::string name;
  /// As typed: what the plugin decides by.
  std::string arguments;
  /// The same after all filters: what the plugin can publish.
  std::string text;
  /// The number of the command's line; 0 from the administrator.
  uint64_t number = 0;
};

struct PluginLimits {
  /// Memory limit of one state, in bytes.
  size_t memory = 32u << 20;
  /// Opens all of Lua's libraries: for tests of the process sandbox.
  bool open_libraries = false;
  /// CPU time limit of one call (script/time_limit.h); zero means no limit.
  Duration call_time{};
};

/// An error text with the file's path. Lua itself adds it where it knows the line.
std::string wrong_with(const ring::PluginSource& file, const std::string& why);

class Plugin {
 public:
  /// Runs the file and checks the table that it returns. `overrides` are the settings for this
  /// plugin. `view` must outlive the plugin.
  static Result<std::unique_ptr<Plugin>> load(const ring::PluginSource& file,
                                              const Overrides& overrides, ActionQueue& view,
                                              const PluginLimits& limits);

  uint32_t id() const { return file_.id; }
  const std::string& name() const { return file_.name; }
  const ring::PluginSource& file() const { return file_; }
  const Overrides& overrides() const { return overrides_; }
  /// The settings in force.
  const Value& config() const { return config_; }
  bool is_script() const { return file_.role == ring::Role::script; }
  const Ordering& ordering() const { return manifest_.ordering; }
  const std::map<std::string, Command, std::less<>>& commands() const { return manifest_.commands; }
  bool has(Hook hook) const {
    return post_template(hook) || manifest_.hooks[static_cast<size_t>(hook)] != LUA_NOREF;
  }
  /// The template of the post that replaces a call of `hook`, or null.
  const room::PostTemplate* post_template(Hook hook) const {
    const auto& form = manifest_.templates[static_cast<size_t>(hook)];
    return form ? &*form : nullptr;
  }
  size_t memory() const { return state_.memory(); }

  /// The result of a hook as plain data; `second` is the reason after a `false`.
  struct HookResult {
    Value first;
    Value second;
  };
  Result<HookResult> call(Hook hook, std::optional<room::MemberId> member,
                          std::optional<std::string_view> word);
  Result<HookResult> call_message(Hook hook, const CurrentMessage& message);
  Result<HookResult> call_on_load(const Value& saved, ring::LoadReason why);
  Result<HookResult> run_command(const Call& call);
  /// Runs `jobs[name](data)`. Only in a process of its own.
  Result<HookResult> run_job(const std::string& name, const Value& data);

  /// Calls the function of a timer (`after` or `every`); does nothing when the timer was cancelled.
  Result<HookResult> fire(uint32_t timer);
  /// Calls the function of a job; `wrong` is empty when there is a result.
  Result<HookResult> finish_job(uint32_t job, const Value& result, const std::string& wrong);
  /// Calls the subscribers of the topic.
  Result<void> on_publication(const Publication& publication, std::string_view publisher);
  const Callbacks& callbacks() const { return callbacks_; }

  // For the API functions, which run inside the hooks.
  ActionQueue& queue() { return queue_; }
  Callbacks& callbacks() { return callbacks_; }
  const CurrentMessage* message() const { return message_; }
  PluginStore& store() { return store_; }
  match::Readings& readings() { return readings_; }
  bool runs_command(std::string_view name) const { return !benched_.contains(name); }
  void bench_command(const std::string& name) { benched_.insert(name); }
  bool has_job(std::string_view name) const { return manifest_.jobs.contains(name); }
  /// Changes with each call into the plugin: views from an earlier call are invalid.
  uint64_t hook_number() const { return hook_number_; }
  /// Counts a new matcher or pattern of about `bytes` bytes; false when there are too many.
  bool count_object(size_t bytes) {
    return ++objects_ <= kMaxObjects && (object_bytes_ += bytes) <= kMaxObjectBytes;
  }

 private:
  /// Limits for objects whose memory Lua does not count.
  static constexpr size_t kMaxObjects = 256;
  static constexpr size_t kMaxObjectBytes = 16u << 20;

  Plugin(ring::PluginSource file, Overrides overrides, ActionQueue& view,
         const PluginLimits& limits);
  void run_file(lua_State* L, bool open_libraries);
  void commit_store(lua_State* L);
  void roll_back(const ActionQueue::Savepoint& place);
  template <class Push>
  Result<HookResult> invoke(int function, Push push);
  Result<HookResult> call_back(uint32_t number, const std::function<int(lua_State*)>& push);

  ring::PluginSource file_;
  Overrides overrides_;
  ActionQueue& queue_;
  LuaState state_;
  Manifest manifest_;
  Value config_;
  // Commands that no longer run.
  std::set<std::string, std::less<>> benched_;
  PluginStore store_;
  match::Readings readings_;
  Callbacks callbacks_;
  size_t object_bytes_ = 0;
  size_t objects_ = 0;
  uint64_t hook_number_ = 0;
  const CurrentMessage* message_ = nullptr;
};

}  // namespace moonroom::script
