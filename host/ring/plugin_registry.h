// The files of Lua that the worker is given: which version of each runs, which is being tried, how
// they fare, which are benched. Pure. The list outlives workers: a new one is given all that ran in
// the last.
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
  /// It did not load; what it said is in `reason`. Not tried again until it changes.
  failed,
  /// It had too many faults. Not asked until an administrator resumes it or it changes.
  benched,
  /// Its file has been taken away.
  gone,
};

std::string_view to_string(State state);

struct PluginEntry {
  /// The version that runs, or the first one, while that is tried.
  PluginSource file;
  /// A newer version, until it has been seen to load.
  std::optional<PluginSource> wanted;
  State state = State::loading;
  /// What is wrong with it, or with the newest version of it.
  std::string reason;
  /// What the version that was loaded last refused while it could not judge, also in an earlier
  /// host.
  ClosedFilters last_closed;
  /// What the file says about itself: `order`, `hooks`, `forms`, `commands`, `fail`.
  Value details;
  uint64_t faults = 0;
  /// The latest of them, by cause. Faults of its commands are counted for each command.
  FaultCounter recent;
  std::map<std::string, FaultCounter, std::less<>> recent_of_commands;
  /// What workers that have died had counted, and its calls that no worker was needed for.
  PluginCounters past_counters;

  /// What runs has this hook.
  bool has(std::string_view hook) const;
  /// What it refuses when it cannot judge: as the version says that runs. While none does, what the
  /// one that was loaded last refused, and what the source says.
  ClosedFilters closed() const;
  /// A command of this name is its own.
  bool has_command(std::string_view name) const;
  /// A command of it is not run any more.
  bool is_benched(std::string_view command) const;
};

class PluginRegistry {
 public:
  /// Takes a file in, or a new version of one that is known by its path: the version to be loaded,
  /// with its id.
  PluginSource add_version(PluginSource file);
  /// A file that is there and cannot be read: `file.problem` says why. A version that runs goes on.
  /// Returns what the administrator is to be told.
  std::string mark_unreadable(PluginSource file);
  /// Null when there is none.
  PluginEntry* find(uint32_t id);
  /// The script or plugin of this name, unless it is gone.
  PluginEntry* find_by_name(std::string_view name);

  /// The result of loading a version; `details` are of what runs now, nil when nothing does.
  /// Returns what is wrong with the version, for the administrator, or nothing.
  std::string loaded(const PluginSource& file, bool passed, const std::string& reason,
                     Value details);
  /// The worker died while it loaded this.
  void died_loading(const PluginSource& file);
  /// The worker died while the version before this one was unloaded: this one takes its place
  /// without it.
  void died_unloading(const PluginSource& file);
  /// It was unloaded and is not gone; `saved` is for the version that is loaded next.
  void unloaded(PluginEntry& plugin, Value saved, LoadReason why);
  /// Counts a fault that `who` caused (empty: no member); true when the plugin is benched by it.
  bool fault(PluginEntry& plugin, SteadyTime now, std::string_view who);
  /// The same of one of its commands; true when the command is benched by it.
  bool command_fault(PluginEntry& plugin, const std::string& command, SteadyTime now,
                     std::string_view who);
  /// Revokes the latest fault (and the bench that it caused): another plugin was to blame.
  void revoke_fault(PluginEntry& plugin);
  /// The commands of all plugins, also of those that are gone, benched or failed.
  room::KnownCommands commands() const;
  /// Plugins that are turned off have commands, too.
  void expect_commands() { commands_.expect_more(); }
  /// What a new worker is to load, in order of the roles.
  std::vector<PluginSource> startup_sources();
  /// A plugin that is benched or did not load would have had to judge this, and is one that refuses
  /// what it cannot judge.
  bool fails_closed(const room::Event& event) const;

  const std::deque<PluginEntry>& all() const { return plugins_; }
  std::deque<PluginEntry>& all() { return plugins_; }

 private:
  PluginEntry* find_by_path(std::string_view path);
  PluginEntry& add(PluginSource file);
  void remember_commands(const PluginEntry& plugin);

  // Ids are places; a deque keeps references valid.
  std::deque<PluginEntry> plugins_;
  // Of every version that ran.
  room::KnownCommands commands_;
};

}  // namespace moonroom::ring
