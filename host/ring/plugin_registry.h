// The Lua files that the worker is given: the version of each that runs, the one being tried, their
// faults, and which are benched. Pure. The registry outlives workers: a new worker loads everything
// that ran in the last one.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "ring/fault_counter.h"
#include "ring/message.h"
#include "ring/plugin_counters.h"
#include "room/line_reading.h"

namespace moonroom::ring {

enum class State {
  loading,
  on,
  /// It failed to load (see `reason`). Not tried again until it changes.
  failed,
  /// Disabled after too many faults, until an administrator resumes it or its file changes.
  benched,
  /// Its file was removed.
  gone,
};

std::string_view to_string(State state);

struct PluginEntry {
  /// The version that runs; or the first version, while it is being tried.
  PluginSource file;
  /// A newer version, until it has loaded.
  std::optional<PluginSource> wanted;
  State state = State::loading;
  /// What is wrong with the plugin or with its newest version.
  std::string reason;
  /// What the version loaded last refused while it could not judge, including in an earlier host.
  ClosedFilters last_closed;
  /// The file's manifest: `order`, `hooks`, `forms`, `commands`, `fail`.
  Value details;
  uint64_t faults = 0;
  /// Recent faults, by cause. Faults of its commands are counted for each command.
  FaultCounter recent;
  std::map<std::string, FaultCounter, std::less<>> recent_of_commands;
  /// The counters of workers that have ended, and the calls that the fast path replaced.
  PluginCounters past_counters;

  /// The running version has this hook.
  bool has(std::string_view hook) const;
  /// The events to refuse when it cannot judge: what the running version says. If none runs, what
  /// the version loaded last said, and what the source says.
  ClosedFilters closed() const;
  /// The plugin has a command of this name.
  bool has_command(std::string_view name) const;
  /// This command is benched.
  bool is_benched(std::string_view command) const;
};

class PluginRegistry {
 public:
  /// Adds a file, or a new version of a file known by its path. Returns the version to load, with
  /// its id.
  PluginSource add_version(PluginSource file);
  /// Records that a file exists but cannot be read: `file.problem` says why. A running version
  /// keeps running. Returns a message for the administrator.
  std::string mark_unreadable(PluginSource file);
  /// Null when there is none.
  PluginEntry* find(uint32_t id);
  /// The script or plugin of this name, unless its file was removed.
  PluginEntry* find_by_name(std::string_view name);

  /// Records the result of loading a version; `details` describe what runs now, nil when nothing
  /// does. Returns what is wrong with the version, or an empty string.
  std::string loaded(const PluginSource& file, bool passed, const std::string& reason,
                     Value details);
  /// The worker crashed while it loaded this version.
  void died_loading(const PluginSource& file);
  /// The worker crashed in `on_unload` of the version before; this one replaces it without that
  /// result.
  void died_unloading(const PluginSource& file);
  /// It was unloaded, but its file is still there; `saved` is for the version that is loaded next.
  void unloaded(PluginEntry& plugin, Value saved, LoadReason why);
  /// Counts a fault that `who` caused (empty: no member); true when this benches the plugin.
  bool fault(PluginEntry& plugin, SteadyTime now, std::string_view who);
  /// The same for one of its commands; true when this benches the command.
  bool command_fault(PluginEntry& plugin, const std::string& command, SteadyTime now,
                     std::string_view who);
  /// Revokes the latest fault (and the bench that it caused): another plugin was to blame.
  void revoke_fault(PluginEntry& plugin);
  /// Applies the changes of stored data among these actions to the copies that the next worker
  /// starts with.
  void mirror(const std::vector<room::Action>& actions);
  /// The commands of all plugins, including removed, benched and failed ones.
  room::KnownCommands commands() const;
  /// There are more commands to come, from plugins that are turned off.
  void expect_commands() { commands_.expect_more(); }
  /// The files that a new worker must load, in order of their roles.
  std::vector<PluginSource> startup_sources();
  /// The event needs a plugin that is benched or failed and that refuses what it cannot judge.
  bool fails_closed(const room::Event& event) const;

  const std::deque<PluginEntry>& all() const { return plugins_; }
  std::deque<PluginEntry>& all() { return plugins_; }

 private:
  PluginEntry* find_by_path(std::string_view path);
  PluginEntry& add(PluginSource file);
  void remember_commands(const PluginEntry& plugin);

  // Ids are indices; a deque keeps references valid.
  std::deque<PluginEntry> plugins_;
  // Of every version that ran.
  room::KnownCommands commands_;
};

}  // namespace moonroom::ring
