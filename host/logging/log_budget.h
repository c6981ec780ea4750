// How much each plugin may write into logs: so many bytes a second, with a burst, and so many a
// day. Pure. A plugin in a loop must not fill the disk, nor the host's own log; and one line says
// that some are missing.
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
    /// What people are told with this line; mostly empty.
    std::string notice;
  };
  /// Days are counted from a plugin's first line, in `now.steady`.
  Verdict spend(std::string_view plugin, size_t bytes, SteadyTime now);

  /// Lines that were dropped.
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
