#include "server/systemd_notify.h"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace moonroom::server {

SystemdNotifier::SystemdNotifier() {
  uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) > 0)
    interval_ = std::chrono::microseconds(microseconds) / 2;
}

void SystemdNotifier::ready() {
  ::sd_notify(0, "READY=1");
}

void SystemdNotifier::stopping() {
  ::sd_notify(0, "STOPPING=1");
}

void SystemdNotifier::alive(SteadyTime now) {
  if (interval_ == Duration::zero() || now < next_) return;
  ::sd_notify(0, "WATCHDOG=1");
  next_ = now + interval_;
}

std::optional<SteadyTime> SystemdNotifier::next_due() const {
  return interval_ == Duration::zero() ? std::nullopt : std::optional(next_);
}

}  // namespace moonroom::server
