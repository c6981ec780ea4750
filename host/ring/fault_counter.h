// Counts the faults of a plugin, or of one of its commands, within a time window, by who caused
// them, and decides when there are too many. One member who causes the same fault again and again
// is one cause: no member alone can have a plugin benched. A fault that no member caused (a timer,
// a job) is a cause of its own. Pure.
//
// Members are told apart by name, so that a member who comes in again is the same one.
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

  /// Within the window before `now`: one for each member who caused a fault, and one for each
  /// fault that no member caused.
  size_t causes(SteadyTime now) const;
  /// There are three causes. Two are enough when they caused six faults together: what fails for
  /// everybody in a small room is broken, and each failure can cost the room a moment. Not so when
  /// the plugin `is_closed`: to bench it would silence the room.
  bool too_many(SteadyTime now, bool is_closed) const;
  /// How many faults this member caused within the window.
  size_t caused_by(std::string_view who, SteadyTime now) const;

 private:
  // A member who causes thousands of faults must not fill the memory.
  static constexpr size_t kMaxFaults = 256;

  struct Fault {
    SteadyTime time;
    std::string who;
  };

  std::deque<Fault> faults_;
};

}  // namespace moonroom::ring
