// A descriptor that the event loop waits for, and the part of a turn that it causes.
#pragma once

#include <functional>

namespace moonroom::server {

/// What a turn begins with.
using TurnPart = std::function<void()>;

struct WatchedDescriptor {
  /// Negative: there is none, and nothing is watched.
  int descriptor = -1;
  TurnPart on_readable;
  /// Null: never changes. The loop stops watching once this is false.
  std::function<bool()> is_wanted = {};
  /// Runs instead of `on_readable` when the network has reported errors (the socket's error queue).
  /// Null for what is no socket.
  TurnPart on_reports = {};
};

}  // namespace moonroom::server
