// Tells systemd that the host is ready and alive. Does nothing without NOTIFY_SOCKET and
// WATCHDOG_USEC (sd_notify(3)).
#pragma once

#include <optional>

#include "base/moment.h"

namespace moonroom::server {

class SystemdNotifier {
 public:
  SystemdNotifier();

  /// The socket is open and the store has been read.
  void ready();
  /// The room ends, or another host takes over.
  void stopping();
  /// Called once a turn; notifies the watchdog when it is time.
  void alive(SteadyTime now);
  /// When a turn is needed only for the watchdog.
  std::optional<SteadyTime> next_due() const;

 private:
  // Half of the watchdog's timeout; zero without a watchdog.
  Duration interval_{};
  SteadyTime next_{};
};

}  // namespace moonroom::server
