// The host as a service of systemd: says when it is ready and that it is alive. Does nothing where
// nobody asked for that (NOTIFY_SOCKET, WATCHDOG_USEC; sd_notify(3)).
#pragma once

#include <optional>

#include "base/moment.h"

namespace moonroom::server {

class SystemdNotifier {
 public:
  SystemdNotifier();

  /// The socket is open and what was kept has been read.
  void ready();
  /// The room ends, or another host is to go on.
  void stopping();
  /// Called once a turn; tells the watchdog when it is time.
  void alive(SteadyTime now);
  /// When a turn is needed only for the watchdog.
  std::optional<SteadyTime> next_due() const;

 private:
  // Half of what the watchdog waits for; zero when there is none.
  Duration interval_{};
  SteadyTime next_{};
};

}  // namespace moonroom::server
