// What goes over the ring: requests to the worker, answers from it, and their bytes. Pure. The
// bytes of a response come from a process that runs strangers' code: decoding checks everything and
// promises nothing but memory safety; what the values mean is the judge's to check.
//
//     request = number:u64 without:u32 refuse:u8 time:i64 task
//     task     = kind:u8 body                     ; in the order of the variant
//     answer   = number:u64 passed:u8 command:u8 reason actions faults marks details
//     text     = size:u32 bytes ; lists: count:u32 items ; all numbers in the machine's own order
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/value.h"
#include "ring/closed_filters.h"
#include "ring/shared_layout.h"
#include "room/event.h"
#include "room/line_reading.h"
#include "room/log.h"

namespace moonroom::ring {

enum class Role : uint8_t {
  /// scripts/wording/NAME.lua: the words of the default scripts and of the host.
  wording,
  /// plugins/config.lua.
  settings,
  /// scripts/NAME.lua, which come before the plugins.
  script,
  /// plugins/NAME.lua
  plugin,
};

/// Data that others run with; scripts and plugins are what runs.
inline bool is_words(Role role) {
  return role == Role::wording || role == Role::settings;
}

/// Why a plugin is loaded; `on_load` is told.
enum class LoadReason : uint8_t {
  /// Nothing of it ran before.
  fresh,
  /// Its file or its settings have changed, or it was resumed.
  changed,
  /// Another program goes on with the room.
  upgrade,
  /// The host was started again.
  restart,
  /// What ran before ended without `on_unload`.
  crash,
};

/// As `on_load` is told it: "new", "changed", "upgrade", "restart" or "crash".
std::string_view to_string(LoadReason why);

/// Load this source, or load it again: if that fails in any step, what ran before goes on. `id`
/// names it in markers, timers and faults.
struct PluginSource {
  Role role = Role::plugin;
  uint32_t id = 0;
  /// Without folder and ending.
  std::string name;
  /// As it is to be named in messages: "plugins/welcome.lua".
  std::string path;
  std::string source;
  /// What the plugin has kept until now: `room.store`.
  Value stored = Table{};
  /// Nothing is done when the plugin runs with this source and the same settings already.
  bool only_if_changed = false;
  /// What `on_unload` of the version before returned, and why this one is loaded: for `on_load`,
  /// where the worker has no version before.
  Value saved{};
  LoadReason why = LoadReason::fresh;
  /// What it refuses while it is not loaded.
  ClosedFilters closed{};
  /// Commands of it that are not run.
  std::vector<std::string> benched_commands{};
  /// Why the file cannot be read: then there is no source, and no worker is asked about it.
  std::string problem = {};
};

/// Why a plugin is unloaded, beside a new version of its file.
enum class UnloadReason : uint8_t {
  changed,
  /// Its file is gone.
  removed,
  benched,
  /// The host ends, and another goes on or is started later.
  upgrade,
  restart,
};
constexpr UnloadReason kLastUnloadReason = UnloadReason::restart;
std::string_view to_string(UnloadReason why);

/// The response's details are what its `on_unload` returned.
struct Unload {
  uint32_t id = 0;
  UnloadReason why = UnloadReason::removed;
};

/// Do not run this command any more.
struct BenchCommand {
  uint32_t id = 0;
  std::string name;
};

/// Somebody who is here already: for a worker that starts late.
struct MemberSync {
  room::JoinEvent member;
};

/// How far back scripts can look: a newcomer may be shown a few screens.
constexpr size_t kMaxHistory = 200;

/// What has been said already: for a worker that starts late, or was not asked about it.
struct HistorySync {
  std::vector<room::Entry> entries;
};

/// The room ends: unload everything.
struct Shutdown {};

/// Run `jobs[name](data)` of this plugin: only in a process of its own. The response's details are
/// the result.
struct RunJob {
  PluginSource plugin;
  std::string name;
  Value data;
};

using Task = std::variant<room::Event, PluginSource, Unload, MemberSync, HistorySync, Shutdown,
                          RunJob, BenchCommand>;

struct Request {
  uint64_t number = 0;
  /// A plugin that is not to be asked this time, because it died of this request; kPlugins for all
  /// but the scripts; or kNobody.
  uint32_t without = UINT32_MAX;
  /// A filter that is to refuse what it cannot judge (`fail = "closed"`) cannot be asked: refuse.
  bool refuse = false;
  WallTime time;
  Task task;
  /// Of a line: how the relay reads it, which also knows the commands of plugins that do not run.
  room::LineKind line = room::LineKind::said;
};

/// A mistake of a plugin that the worker survived.
struct Fault {
  uint32_t plugin = 0;
  /// Message and traceback.
  std::string what;
  /// The command that failed, or empty: the fault is the plugin's own.
  std::string command{};
  /// A version that leaves has failed: the plugin that takes its place has no part in it.
  bool of_old_version = false;
};

/// What a filter did to an event: for those who ask why.
struct FilterEffect {
  enum class Kind : uint8_t { changed, refused };
  uint32_t plugin = 0;
  Kind kind = Kind::changed;
  /// The new text, or the reason.
  std::string text;
};

struct Response {
  uint64_t number = 0;
  room::Verdict verdict;
  std::vector<Fault> faults;
  std::vector<FilterEffect> filter_effects;
  /// Of a PluginSource: what the file says about itself. Of an Unload: what `on_unload` returned.
  /// Of RunJob: its result. Else nil.
  Value details;
};

/// Whether a plugin is left out by what stands in a request's `without`.
inline bool is_left_out(uint32_t plugin, Role role, uint32_t without) {
  return plugin == without || (without == kPlugins && role != Role::script);
}

/// The event that it asks about, or null.
inline room::Event* event_of(Request& request) {
  return std::get_if<room::Event>(&request.task);
}

/// Replaces what stands in `out`.
void encode(const Request& request, std::string& out);
void encode(const Response& response, std::string& out);

std::optional<Request> decode_request(std::string_view bytes);
/// Writes over what stands in `answer`, in its own memory where that will do. False when the bytes
/// are no response: then whatever may stand there.
bool decode_response(std::string_view bytes, Response& response);

}  // namespace moonroom::ring
