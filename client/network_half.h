// The half of the client that owns the socket: carries out orders, tells events, and stays awake
// whatever becomes of the terminal. A process of its own; it never touches a terminal.
#pragma once

#include <string>

#include "base/unique_fd.h"
#include "client/phrases.h"

namespace moonroom::client {

struct NetworkSettings {
  /// HOST[:PORT], as the user calls it.
  std::string host;
  /// By plain text, not by a session.
  bool classic = false;
  std::string password;
  /// The fingerprint of the host's key; empty: the one that is remembered.
  std::string pin;
  /// What became of each line is told.
  bool wants_answers = false;
  /// For what cannot be told in one of the table's phrases.
  Language language = Language::english;
};

/// Speaks with a host on behalf of whoever is at the other end of `terminal`, a
/// socket of packets, until the last event has been taken there. When nobody is there any more, or
/// at SIGTERM, it leaves the room. Returns the process' exit status.
int run_network_half(UniqueFd terminal, const NetworkSettings& settings);

}  // namespace moonroom::client
