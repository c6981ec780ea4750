// Counts the faults of a plugin, or of one of its commands, within a time window, by the member
// that caused them, and decides when there are too many. Repeated faults by one member are one
// cause, so that no member alone can have a plugin benched. Each fault that no member caused (a
// timer, a job) is a cause of its own. Pure.
//
// Members are identified by name, so that rejoining does not make a new one.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace moonroom::ring {

/// Causes within kFaultWindow that bench a plugin: one fault a minute is a nuisance, three causes
/// are a broken plugin.
constexpr size_t kFaultsToBench = 3;
constexpr auto kFaultWindow = std::chrono::minutes(1);

class FaultCounter {
 public:
  /// Adds a fault that `who` caused; an empty name means no member.
  void add(SteadyTime now, std::string_view who);
  /// Removes the latest fault, if there is one.
  void revoke();
  void clear() { faults_.clear(); }
  bool empty() const { return faults_.empty(); }

  /// Causes within the window before `now`: one for each member who caused a fault, and one for
  /// each fault that no member caused.
  size_t causes(SteadyTime now) const;
  /// True with three causes, or with two that together caused six faults: a plugin that fails for
  /// everybody in a small room is broken, and each failure can delay the room. The second rule does
  /// not apply when the plugin `is_closed`: benching it would silence the room.
  bool too_many(SteadyTime now, bool is_closed) const;
  /// How many faults this member caused within the window.
  size_t caused_by(std::string_view who, SteadyTime now) const;

 private:
  // Bounds the memory against a member who causes thousands of faults.
  static constexpr size_t kMaxFaults = 256;

  struct Fault {
    SteadyTime time;
    std::string who;
  };

  std::deque<Fault> faults_;
};

}  // namespace moonroom::ring
