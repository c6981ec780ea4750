// What the relay counts. Strangers' bytes are counted and never logged: a flood must not fill a
// disk.
#pragma once

#include <cstdint>

#include "base/moment.h"

namespace moonroom::relay {

struct Stats {
  uint64_t received = 0;
  /// No request: unknown verbs, bad UTF-8, empty datagrams.
  uint64_t malformed = 0;
  /// From an address that may not speak text here (`--classic`).
  uint64_t text_not_allowed = 0;
  /// Lines from addresses that are not in the room.
  uint64_t from_non_members = 0;
  /// Over a rate limit.
  uint64_t rate_limited = 0;
  /// Refused by a script, or because the room was full or busy.
  uint64_t refused = 0;
  /// Lines that came when too much waited to be said already.
  uint64_t overloaded = 0;
  uint64_t joins = 0;
  /// Members of sessions who came back in another.
  uint64_t returns = 0;
  uint64_t lines = 0;
  /// All lines' time in the host together, judging included, and the longest since the start.
  Duration line_latency_total{};
  Duration line_latency_max{};
  uint64_t commands = 0;
  uint64_t leaves = 0;
  uint64_t posts = 0;
  /// Posts times those who heard them.
  uint64_t deliveries = 0;
};

}  // namespace moonroom::relay
