// The files of Lua that the worker is given: what they are, how they fare, which are benched. Pure.
// The list outlives workers: a new one is given all that is not benched.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "ring/message.h"

namespace moonroom::ring {

enum class State {
  loading,
  on,
  /// It did not load; what it said is in `reason`. Not tried again until it changes.
  failed,
  /// It had too many faults. Not asked until an administrator resumes it or it changes.
  benched,
};

std::string_view to_string(State state);

struct PluginRecord {
  Load file;
  State state = State::loading;
  std::string reason;
  /// What the file says about itself: `order`, `hooks`.
  Value details;
  uint64_t faults = 0;
  /// When the latest happened: those within kFaultWindow.
  std::deque<SteadyTime> recent;
};

/// One bad line a minute is a nuisance; three are a broken plugin.
constexpr size_t kFaultsToBench = 3;
constexpr auto kFaultWindow = std::chrono::minutes(1);

class PluginList {
 public:
  /// Gives the file its id.
  PluginRecord& add(Load file);
  /// Null when there is none.
  PluginRecord* find(uint32_t id);
  PluginRecord* named(std::string_view name);

  /// Notes a fault; true when it was one too many and the plugin is benched by it.
  bool fault(PluginRecord& plugin, SteadyTime now);
  /// What a new worker is to load, in order of the roles.
  std::vector<Load> to_load();

  const std::deque<PluginRecord>& all() const { return plugins_; }

 private:
  // Ids are places; a deque keeps references valid.
  std::deque<PluginRecord> plugins_;
};

}  // namespace moonroom::ring
