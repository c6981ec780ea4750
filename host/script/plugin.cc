#include "script/plugin.h"

#include <utility>

#include "script/api.h"
#include "script/lua_sandbox.h"
#include "script/lua_value.h"
#include "script/member_view.h"

namespace moonroom::script {
namespace {

constexpr const char* kOverran =
    "too much was asked for on one event: nothing that this call asked for is done";

}  // namespace

std::string wrong_with(const ring::PluginSource& file, const std::string& why) {
  return why.starts_with(file.path + ":") ? why : file.path + ": " + why;
}

Plugin::Plugin(ring::PluginSource file, Overrides overrides, ActionQueue& view,
               const PluginLimits& limits)
    : file_(std::move(file)),
      overrides_(std::move(overrides)),
      queue_(view),
      state_(limits.memory),
      benched_(file_.benched_commands.begin(), file_.benched_commands.end()),
      store_(std::exchange(file_.stored, {})) {
  manifest_.hooks.fill(LUA_NOREF);
}

Result<std::unique_ptr<Plugin>> Plugin::load(const ring::PluginSource& file,
                                             const Overrides& overrides, ActionQueue& view,
                                             const PluginLimits& limits) {
  std::unique_ptr<Plugin> plugin(new Plugin(file, overrides, view, limits));
  ++plugin->hook_number_;
  view.begin_hook(file.id);
  auto ran =
      plugin->state_.guarded([&](lua_State* L) { plugin->run_file(L, limits.open_libraries); });
  if (!ran) return tl::unexpected(ran.error());
  return plugin;
}

void Plugin::run_file(lua_State* L, bool open_libraries) {
  open_libraries ? open_everything(L) : open_sandbox(L);
  open_views(L, *this);
  open_api(L, *this);
  compile(L, file_.source, file_.path);
  call_traced(L, 0, 1);  // table
  manifest_ = read_manifest(L, 1);
  configure(L, 1, overrides_);
  read_templates(L, 1, manifest_);
  describe_commands(L, 1, manifest_);
  lua_getfield(L, 1, "config");
  config_ = to_value(L, -1);
  lua_pop(L, 1);
  commit_store(L);
}

// ── Calls ───────────────────────────────────────────────────────────────────────────────────────

template <class Push>
Result<Plugin::HookResult> Plugin::invoke(int function, Push push) {
  ++hook_number_;
  queue_.begin_hook(file_.id);
  const auto place = queue_.mark();
  HookResult returned;
  auto done = state_.guarded([&](lua_State* L) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, function);
    call_traced(L, push(L), 2);
    if (!lua_isnil(L, 1)) returned.first = to_value(L, 1);
    if (!lua_isnil(L, 2)) returned.second = to_value(L, 2);
    // Raised also when the plugin has caught the error: half of its actions are missing.
    if (queue_.is_over_quota()) luaL_error(L, "%s", kOverran);
    commit_store(L);
  });
  message_ = nullptr;
  ++hook_number_;
  if (queue_.is_over_quota()) roll_back(place);
  if (!done) return tl::unexpected(done.error());
  return returned;
}

// All or nothing: drops the requests of this call, with their timers and jobs.
void Plugin::roll_back(const ActionQueue::Savepoint& place) {
  queue_.rollback(place);
  static_cast<void>(
      state_.guarded([&](lua_State* L) { callbacks_.drop_after(L, place.callback); }));
}

void Plugin::commit_store(lua_State* L) {
  const auto changes = store_.changes(L);
  const auto place = queue_.mark();
  for (auto change : changes) {
    change.owner = file_.id;
    if (queue_.try_store(std::move(change))) continue;
    queue_.rollback(place);
    luaL_error(L, "room.store was changed too much for one event");
  }
  store_.commit(L, changes);
}

Result<Plugin::HookResult> Plugin::call(Hook hook, std::optional<room::MemberId> member,
                                        std::optional<std::string_view> word) {
  return invoke(manifest_.hooks[static_cast<size_t>(hook)], [&](lua_State* L) {
    if (member) push_member(L, *this, *member);
    if (word) push_text(L, *word);
    return (member ? 1 : 0) + (word ? 1 : 0);
  });
}

Result<Plugin::HookResult> Plugin::call_message(Hook hook, const CurrentMessage& message) {
  message_ = &message;
  return invoke(manifest_.hooks[static_cast<size_t>(hook)], [&](lua_State* L) {
    push_message(L, *this);
    return 1;
  });
}

Result<Plugin::HookResult> Plugin::call_on_load(const Value& saved, ring::LoadReason why) {
  return invoke(manifest_.hooks[static_cast<size_t>(hook_named("on_load"))], [&](lua_State* L) {
    push_value(L, saved);
    push_text(L, to_string(why));
    return 2;
  });
}

Result<Plugin::HookResult> Plugin::run_command(const Call& call) {
  const auto command = manifest_.commands.find(call.name);
  if (command == manifest_.commands.end()) return problem("there is no such command");
  return invoke(command->second.run, [&](lua_State* L) {
    push_call(L, *this, call);
    return 1;
  });
}

Result<Plugin::HookResult> Plugin::run_job(const std::string& name, const Value& data) {
  const auto job = manifest_.jobs.find(name);
  if (job == manifest_.jobs.end()) return problem("there is no job `" + name + "`");
  return invoke(job->second, [&](lua_State* L) {
    push_value(L, data);
    return 1;
  });
}

// ── Callbacks ───────────────────────────────────────────────────────────────────────────────────

Result<Plugin::HookResult> Plugin::call_back(uint32_t number,
                                             const std::function<int(lua_State*)>& push) {
  const auto due = callbacks_.find(number);
  if (!due) return HookResult();
  auto done = invoke(due->function, push);
  if (!due->repeats)
    static_cast<void>(state_.guarded([&](lua_State* L) { callbacks_.drop(L, number); }));
  return done;
}

Result<Plugin::HookResult> Plugin::fire(uint32_t timer) {
  return call_back(timer, [](lua_State*) { return 0; });
}

Result<Plugin::HookResult> Plugin::finish_job(uint32_t job, const Value& result,
                                              const std::string& wrong) {
  return call_back(job, [&](lua_State* L) {
    push_value(L, result);
    if (!wrong.empty()) push_text(L, wrong);
    return wrong.empty() ? 1 : 2;
  });
}

Result<void> Plugin::on_publication(const Publication& publication, std::string_view publisher) {
  // A copy: a subscription that a subscriber adds meanwhile starts with the next publication.
  const auto subscribers = callbacks_.subscribers(publication.topic);
  for (const int function : subscribers) {
    const auto called = invoke(function, [&](lua_State* L) {
      push_value(L, publication.data);
      push_text(L, publisher);
      return 2;
    });
    if (!called) return tl::unexpected(called.error());
  }
  return {};
}

}  // namespace moonroom::script
