#include "logging/log_budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace moonroom::logging {
namespace {

constexpr auto kBudgetDay = std::chrono::hours(24);
constexpr auto kBetweenNotices = std::chrono::minutes(10);

// More names than a room has plugins; further ones share an account.
constexpr size_t kMaxAccounts = 256;
constexpr std::string_view kOthers = "others";

}  // namespace

LogBudget::Account& LogBudget::account_of(std::string_view plugin, SteadyTime now) {
  auto found = accounts_.find(plugin);
  if (found == accounts_.end() && accounts_.size() >= kMaxAccounts) found = accounts_.find(kOthers);
  if (found != accounts_.end()) return found->second;
  const auto name = accounts_.size() + 1 < kMaxAccounts ? plugin : kOthers;
  return accounts_[std::string(name)] = {now, 0, limits_.burst_bytes, now};
}

void LogBudget::refill(Account& account, SteadyTime now) const {
  const std::chrono::duration<double> since = now - account.filled;
  account.tokens =
      std::min(limits_.burst_bytes, account.tokens + since.count() * limits_.bytes_per_second);
  account.filled = now;
  if (now - account.day_began < kBudgetDay) return;
  account.day_began = now;
  account.spent = 0;
  account.told_of_day = false;
}

LogBudget::Verdict LogBudget::spend(std::string_view plugin, size_t bytes, SteadyTime now) {
  auto& account = account_of(plugin, now);
  refill(account, now);
  const bool day_is_spent = account.spent + bytes > limits_.day_bytes;
  if (!day_is_spent && account.tokens >= static_cast<double>(bytes)) {
    account.spent += bytes;
    account.tokens -= static_cast<double>(bytes);
    return {};
  }
  ++account.dropped;
  ++dropped_;
  return {false, day_is_spent ? notice_of_day(account) : notice_of_rate(account, now)};
}

std::string LogBudget::notice_of_day(Account& account) const {
  if (std::exchange(account.told_of_day, true)) return {};
  return fmt::format(
      "this plugin has written {} MiB of logs in a day: its lines are dropped until the day is "
      "over (--plugin-logs allows more)",
      limits_.day_bytes >> 20);
}

std::string LogBudget::notice_of_rate(Account& account, SteadyTime now) const {
  if (now < account.quiet_until) return {};
  account.quiet_until = now + kBetweenNotices;
  return fmt::format(
      "this plugin writes logs faster than {} kB a second: lines are dropped ({} so far)",
      static_cast<uint64_t>(limits_.bytes_per_second / 1024), account.dropped);
}

}  // namespace moonroom::logging
