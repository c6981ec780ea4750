// Supervises the machine's clocks for the host: provides the trusted time of each turn, stores its
// state, and logs a warning when the wall clock cannot be right.
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

  /// Continues from the stored state; `latest` is the time of the latest entry. Call it first.
  void begin(std::optional<WallTime> latest);
  /// The clocks' current time, the trusted time included.
  Moment now();
  /// The time for log lines and log file names.
  LogTime log_time(const Moment& now) const;
  /// Stores the state with the next commit.
  void keep();

  /// How far the wall clock is ahead of its expected time.
  TrustedClock::Span doubt() const { return clock_ ? clock_->doubt() : TrustedClock::Span{}; }

 private:
  TrustedClock::Span up_at(SteadyTime now);
  void report();

  store::Store& store_;
  HostLog& log_;
  std::optional<TrustedClock> clock_;
  // The machine's uptime at the last reading.
  TrustedClock::Span up_{};
  SteadyTime read_at_{};
  SteadyTime kept_at_{};
  std::optional<SteadyTime> told_at_;
};

}  // namespace moonroom::logging
