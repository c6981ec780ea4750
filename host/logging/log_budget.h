// Limits what each plugin writes into logs: a rate in bytes a second with a burst, and a total for
// a day, so that a plugin in a loop cannot fill the disk or the host's own log. One line reports
// that others are missing. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace moonroom::logging {

class LogBudget {
 public:
  struct Limits {
    uint64_t day_bytes = uint64_t{16} << 20;
    double bytes_per_second = 256 * 1024;
    double burst_bytes = 2 * 1024 * 1024;
  };
  explicit LogBudget(const Limits& limits) : limits_(limits) {}

  struct Verdict {
    bool allowed = true;
    /// A notice to log with this line; usually empty.
    std::string notice;
  };
  /// Days are counted from a plugin's first line, in `now.steady`.
  Verdict spend(std::string_view plugin, size_t bytes, SteadyTime now);

  /// Number of dropped lines.
  uint64_t dropped() const { return dropped_; }

 private:
  struct Account {
    SteadyTime day_began{};
    uint64_t spent = 0;
    double tokens = 0;
    SteadyTime filled{};
    uint64_t dropped = 0;
    bool told_of_day = false;
    SteadyTime quiet_until{};
  };
  Account& account_of(std::string_view plugin, SteadyTime now);
  void refill(Account& account, SteadyTime now) const;
  std::string notice_of_day(Account& account) const;
  std::string notice_of_rate(Account& account, SteadyTime now) const;

  Limits limits_;
  std::map<std::string, Account, std::less<>> accounts_;
  uint64_t dropped_ = 0;
};

}  // namespace moonroom::logging
