// The network process of the client, which owns the socket: carries out orders and sends events,
// independent of the terminal, which it never touches.
#pragma once

#include <string>

#include "base/unique_fd.h"
#include "client/phrases.h"

namespace moonroom::client {

struct NetworkSettings {
  /// HOST[:PORT], as the user wrote it.
  std::string host;
  /// Use the classic protocol instead of a session.
  bool classic = false;
  std::string password;
  /// The fingerprint of the host's key; empty: the stored one.
  std::string pin;
  /// Report the outcome of each line.
  bool wants_answers = false;
  /// For messages that are no phrase of the table.
  Language language = Language::english;
};

/// Connects to a host on behalf of the process at the other end of `terminal`, a socket of packets,
/// until that process has received the last event. Leaves the room when it exits, or at SIGTERM.
/// Returns the exit status.
int run_network_half(UniqueFd terminal, const NetworkSettings& settings);

}  // namespace moonroom::client
