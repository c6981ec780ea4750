// The messages of the ring: requests to the worker, and responses from it. Each struct describes
// its fields once (base/fields.h has the bytes). A response comes from a process that runs
// untrusted code: decoding guarantees only memory safety, and the judge must check the values
// (response_validation.h). Pure.
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
  /// scripts/wording/NAME.lua: the texts of the default scripts and of the host.
  wording,
  /// plugins/config.lua.
  settings,
  /// scripts/NAME.lua, which run before the plugins.
  script,
  /// plugins/NAME.lua
  plugin,
};

constexpr Role last_of(Role) {
  return Role::plugin;
}

/// True for files of data; scripts and plugins are code.
inline bool is_words(Role role) {
  return role == Role::wording || role == Role::settings;
}

/// Why a plugin is loaded, as `on_load` is told.
enum class LoadReason : uint8_t {
  /// No version of it ran before.
  fresh,
  /// Its file or its settings have changed, or it was resumed.
  changed,
  /// A new version of the host has taken over the room.
  upgrade,
  /// The host was restarted.
  restart,
  /// The version before ended without `on_unload`.
  crash,
};

constexpr LoadReason last_of(LoadReason) {
  return LoadReason::crash;
}

/// The word for `on_load`: "new", "changed", "upgrade", "restart" or "crash".
std::string_view to_string(LoadReason why);

/// Loads this source, or loads it again. If any step fails, the version before keeps running. `id`
/// identifies the file in markers, timers and faults.
struct PluginSource {
  Role role = Role::plugin;
  uint32_t id = 0;
  /// Without folder and suffix.
  std::string name;
  /// The file's name in messages: "plugins/welcome.lua".
  std::string path;
  std::string source;
  /// The contents of the plugin's `room.store`.
  Value stored = Table{};
  /// Do nothing when the plugin already runs with this source and the same settings.
  bool only_if_changed = false;
  /// For `on_load`, when the worker has no earlier version: what `on_unload` of that version
  /// returned, and why this one is loaded.
  Value saved{};
  LoadReason why = LoadReason::fresh;
  /// The events that it refuses while it is not loaded.
  ClosedFilters closed{};
  /// Its commands that are benched.
  std::vector<std::string> benched_commands{};
  /// Why the file cannot be read. If set, there is no source, and the worker gets no request.
  std::string problem = {};

  static void fields(auto& it, auto& visit) {
    visit(it.role, it.id, it.name, it.path, it.source, it.stored, it.only_if_changed, it.saved,
          it.why, it.closed, it.benched_commands);
  }
};

/// Why a plugin is unloaded, other than for a new version of its file.
enum class UnloadReason : uint8_t {
  changed,
  /// The file was removed.
  removed,
  benched,
  /// The host ends, to be replaced or to be started again later.
  upgrade,
  restart,
};
constexpr UnloadReason last_of(UnloadReason) {
  return UnloadReason::restart;
}
std::string_view to_string(UnloadReason why);

/// Unloads a plugin. The response's details are what its `on_unload` returned.
struct Unload {
  uint32_t id = 0;
  UnloadReason why = UnloadReason::removed;

  static void fields(auto& it, auto& visit) { visit(it.id, it.why); }
};

/// Stops running this command.
struct BenchCommand {
  uint32_t id = 0;
  std::string name;

  static void fields(auto& it, auto& visit) { visit(it.id, it.name); }
};

/// A present member, for a worker that starts late.
struct MemberSync {
  room::JoinEvent member;

  static void fields(auto& it, auto& visit) { visit(it.member); }
};

/// The history that scripts can read: enough to show a newcomer a few screens.
constexpr size_t kMaxHistory = 200;

/// Earlier entries, for a worker that starts late or was not told of them.
struct HistorySync {
  std::vector<room::Entry> entries;

  static void fields(auto& it, auto& visit) { visit(it.entries); }
};

/// The host ends: unload all plugins.
struct Shutdown {
  static void fields(auto&, auto&) {}
};

/// Runs `jobs[name](data)` of this plugin, in a process of its own. The response's details are the
/// result.
struct RunJob {
  PluginSource plugin;
  std::string name;
  Value data;

  static void fields(auto& it, auto& visit) { visit(it.plugin, it.name, it.data); }
};

using Task = std::variant<room::Event, PluginSource, Unload, MemberSync, HistorySync, Shutdown,
                          RunJob, BenchCommand>;

struct Request {
  uint64_t number = 0;
  /// A plugin to leave out because it crashed on this request; kPlugins for all but the scripts; or
  /// kNobody.
  uint32_t without = UINT32_MAX;
  /// Refuse the event: a filter with `fail = "closed"` cannot judge it.
  bool refuse = false;
  WallTime time;
  Task task;
  /// For a line: how the host reads it. The host also knows the commands of plugins that do not
  /// run.
  room::LineKind line = room::LineKind::said;

  static void fields(auto& it, auto& visit) {
    visit(it.number, it.without, it.refuse, it.time, it.task, it.line);
  }
};

/// An error of a plugin that the worker survived.
struct Fault {
  uint32_t plugin = 0;
  /// Message and traceback.
  std::string what;
  /// The command that failed; empty when the fault is the plugin's own.
  std::string command{};
  /// An outgoing version failed, which does not count against its successor.
  bool of_old_version = false;

  static void fields(auto& it, auto& visit) {
    visit(it.plugin, bounded(it.what, room::is_any_text), it.command, it.of_old_version);
  }
};

/// A filter's change or refusal of an event, for /why.
struct FilterEffect {
  enum class Kind : uint8_t { changed, refused };
  friend constexpr Kind last_of(Kind) { return Kind::refused; }
  uint32_t plugin = 0;
  Kind kind = Kind::changed;
  /// The new text, or the reason.
  std::string text;

  static void fields(auto& it, auto& visit) {
    visit(it.plugin, it.kind, bounded(it.text, room::is_any_text));
  }
};

struct Response {
  uint64_t number = 0;
  room::Verdict verdict;
  std::vector<Fault> faults;
  std::vector<FilterEffect> filter_effects;
  /// For a PluginSource: the file's manifest. For an Unload: what `on_unload` returned. For a
  /// RunJob: its result. Otherwise nil.
  Value details;

  static void fields(auto& it, auto& visit) {
    visit(it.number, it.verdict, it.faults, it.filter_effects, it.details);
  }
};

/// The request to a job's process. A job has no ring: these bytes are the whole request, and its
/// response is the result.
struct JobRequest {
  /// Memory limit of its Lua state, in bytes.
  uint64_t memory = 0;
  bool open_libraries = false;
  /// The response to the last of them is the result.
  std::vector<Request> requests;

  static void fields(auto& it, auto& visit) { visit(it.memory, it.open_libraries, it.requests); }
};

/// Whether a request's `without` leaves out this plugin.
inline bool is_left_out(uint32_t plugin, Role role, uint32_t without) {
  return plugin == without || (without == kPlugins && role != Role::script);
}

/// The event to be judged, or null.
inline room::Event* event_of(Request& request) {
  return std::get_if<room::Event>(&request.task);
}

/// Overwrites `out`.
void encode(const Request& request, std::string& out);
void encode(const Response& response, std::string& out);
void encode(const JobRequest& request, std::string& out);

/// Overwrite the message, re-using its memory. False when the bytes are malformed; the message is
/// unspecified then.
bool decode(std::string_view bytes, Request& request);
bool decode(std::string_view bytes, Response& response);
bool decode(std::string_view bytes, JobRequest& request);

}  // namespace moonroom::ring
