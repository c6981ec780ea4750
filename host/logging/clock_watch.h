// Judges the machine's clocks for the host: hands out the trusted time of each turn, has the store
// keep how far it has counted, and says in the log when the wall clock cannot be right.
#pragma once

#include <optional>

#include "base/moment.h"
#include "base/trusted_clock.h"
#include "logging/log.h"
#include "store/store.h"

namespace moonroom::logging {

class ClockWatch {
 public:
  /// Both must outlive this.
  ClockWatch(store::Store& store, HostLog& log) : store_(store), log_(log) {}

  /// Goes on from what the store knows; `latest` is the time of the latest entry. Before all else.
  void begin(std::optional<WallTime> latest);
  /// What the clocks show, the trusted time included.
  Moment now();
  /// What lines and names of logs are stamped with.
  LogTime log_time(const Moment& now) const;
  /// Has the store keep its state, with the next commit.
  void keep();

  /// How far the wall clock is ahead of the time that it is expected to show.
  TrustedClock::Span doubt() const { return clock_ ? clock_->doubt() : TrustedClock::Span{}; }

 private:
  TrustedClock::Span up_at(SteadyTime now);
  void report();

  store::Store& store_;
  HostLog& log_;
  std::optional<TrustedClock> clock_;
  // The machine's uptime, when it was read last.
  TrustedClock::Span up_{};
  SteadyTime read_at_{};
  SteadyTime kept_at_{};
  std::optional<SteadyTime> told_at_;
};

}  // namespace moonroom::logging
