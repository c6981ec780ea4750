// The files of Lua that the worker is given: which version of each runs, which is being tried, how
// they fare, which are benched. Pure. The list outlives workers: a new one is given all that ran in
// the last.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "ring/message.h"
#include "ring/plugin_use.h"

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

struct PluginRecord {
  /// The version that runs, or the first one, while that is tried.
  Load file;
  /// A newer version, until it has been seen to load.
  std::optional<Load> wanted;
  State state = State::loading;
  /// What is wrong with it, or with the newest version of it.
  std::string reason;
  /// What the file says about itself: `order`, `hooks`, `forms`, `commands`, `fail`.
  Value details;
  uint64_t faults = 0;
  /// When the latest happened: those within kFaultWindow.
  std::deque<SteadyTime> recent;
  /// What workers that have died had counted, and its calls that no worker was needed for.
  UseCount past;

  /// What runs has this hook.
  bool has(std::string_view hook) const;
  /// A mistake in it refuses what it would have judged with `hook`.
  bool closes(std::string_view hook) const;
};

/// One bad line a minute is a nuisance; three are a broken plugin.
constexpr size_t kFaultsToBench = 3;
constexpr auto kFaultWindow = std::chrono::minutes(1);

class PluginList {
 public:
  /// Takes a file in, or a new version of one that is known by its path: the version to be loaded,
  /// with its id.
  Load take(Load file);
  /// A file that is there and cannot be read: `file.problem` says why. A version that runs goes on.
  /// Returns what the administrator is to be told.
  std::string take_unreadable(Load file);
  /// Null when there is none.
  PluginRecord* find(uint32_t id);
  /// The script or plugin of this name, unless it is gone.
  PluginRecord* named(std::string_view name);

  /// What a Load came to; `details` are of what runs now, nil when nothing does. Returns what the
  /// administrator is to be told, or nothing.
  std::string loaded(const Load& file, bool passed, const std::string& reason, Value details);
  /// The worker died while it loaded this.
  void died_loading(const Load& file);
  /// Notes a fault; true when it was one too many and the plugin is benched by it.
  bool fault(PluginRecord& plugin, SteadyTime now);
  /// The latest fault was not its own: it is taken back, and so is what followed from it.
  void acquit(PluginRecord& plugin);
  /// What a new worker is to load, in order of the roles.
  std::vector<Load> to_load();
  /// A benched plugin would have had to judge this, and is one that refuses what it cannot judge.
  bool refuses(const room::Event& event) const;

  const std::deque<PluginRecord>& all() const { return plugins_; }
  std::deque<PluginRecord>& all() { return plugins_; }

 private:
  PluginRecord* at_path(std::string_view path);
  PluginRecord& add(Load file);

  // Ids are places; a deque keeps references valid.
  std::deque<PluginRecord> plugins_;
};

/// The filter that an event is put before, or nothing.
std::string_view filter_of(const room::Event& event);

}  // namespace moonroom::ring
