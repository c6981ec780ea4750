// Coming in: a name is asked for, sent, and asked for again until the host takes one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "client/options.h"
#include "net/udp_socket.h"
#include "terminal/console.h"
#include "terminal/signals.h"

namespace moonroom::client {

struct Entrance {
  std::string name;
  /// How often the login was sent before it was answered, less one.
  int repeats = 0;
  /// What arrived right behind the answer.
  std::vector<std::string> heard;
};

/// Under which name we are in; nothing when the user gave up. A Problem when no room answers, or
/// when it refused and nobody can be asked for another name.
Result<std::optional<Entrance>> log_in(const Options& options, net::UdpSocket& socket,
                                       terminal::Console& console, terminal::Signals& signals);

}  // namespace moonroom::client
