// Decides which member sends when. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/moment.h"

namespace moonroom::network {

struct Plan {
  uint32_t talkers = 0;
  /// Lines still to be sent, one after the other, at this interval.
  uint64_t lines = 0;
  Duration between{};
  /// Instead: each sends the next line when at most so many of its lines are in flight.
  uint32_t window = 0;
  SteadyTime until{};

  /// The next sender, and when.
  uint32_t turn = 0;
  SteadyTime next{};

  bool is_over(SteadyTime now) const { return window > 0 ? now >= until : lines == 0; }
  std::optional<SteadyTime> due() const {
    if (window > 0) return until;
    return lines == 0 ? std::nullopt : std::optional(next);
  }
  void took_turn() {
    turn = (turn + 1) % talkers;
    --lines;
    next += between;
  }
};

}  // namespace moonroom::network
