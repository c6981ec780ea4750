// The relay's counters. Bytes from unknown peers are counted and never logged: a flood must not
// fill a disk.
#pragma once

#include <cstdint>

#include "base/moment.h"

namespace moonroom::relay {

struct Stats {
  uint64_t received = 0;
  /// Not a request: unknown verbs, bad UTF-8, empty datagrams.
  uint64_t malformed = 0;
  /// From an address that is not allowed to send text here (`--classic`).
  uint64_t text_not_allowed = 0;
  /// Lines from addresses of no member.
  uint64_t from_non_members = 0;
  /// Over a rate limit.
  uint64_t rate_limited = 0;
  /// Refused by a script, or because the room was full or busy.
  uint64_t refused = 0;
  /// Lines that were refused because too many waited.
  uint64_t overloaded = 0;
  uint64_t joins = 0;
  /// Members of sessions who resumed in another.
  uint64_t returns = 0;
  uint64_t lines = 0;
  /// The time of all lines in the host, judging included, as a total and as a maximum since the
  /// start.
  Duration line_latency_total{};
  Duration line_latency_max{};
  uint64_t commands = 0;
  uint64_t leaves = 0;
  uint64_t posts = 0;
  /// Posts times their recipients.
  uint64_t deliveries = 0;
};

}  // namespace moonroom::relay
