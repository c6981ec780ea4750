// How and when a host ends: the decision of each request to end it, and the deadline. Pure: the
// owner carries out what `try_end` has decided, and stops when `is_over`.
#pragma once

#include <optional>

#include "base/moment.h"

namespace moonroom::server {

enum class Ending {
  /// All members are told.
  closed,
  /// Without a word to the members: another host will continue from the store.
  suspended,
  /// The same, and this process executes that host.
  handed_over,
};

class Lifecycle {
 public:
  /// A request to end the host. True if the owner must now end it as `ending` says: that can differ
  /// from `wanted`. A later request changes nothing, except that it cancels a handover.
  /// `is_kept`: the store is on disk, so another host could continue.
  bool try_end(Ending wanted, bool is_kept, SteadyTime now);

  bool is_ending() const { return end_by_.has_value(); }
  /// Before a request to end, `closed`.
  Ending ending() const { return ending_; }
  /// The loop can stop. `is_drained`: nothing is left to judge or to send.
  bool is_over(bool is_drained, SteadyTime now) const {
    return end_by_ && (is_drained || now >= *end_by_);
  }
  std::optional<SteadyTime> next_due() const { return end_by_; }

 private:
  Ending ending_ = Ending::closed;
  // The end of the host, whatever plugins still do.
  std::optional<SteadyTime> end_by_;
};

}  // namespace moonroom::server
