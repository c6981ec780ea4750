// How long one side of a link may keep the other waiting for an acknowledgement. Both sides count
// on the same figures.
#pragma once

#include <chrono>

#include "base/moment.h"

namespace moonroom::link {

constexpr SteadyTime kNever = SteadyTime::max();

/// Before what came in order is acknowledged when nobody asked: at 20 messages a second one
/// acknowledgement stands for eight, and most ride on a packet that goes anyway.
constexpr Duration kAckDelay = std::chrono::milliseconds(400);
/// Between acknowledgements that were asked for: one stands for all that came in a burst.
constexpr Duration kQuickAck = std::chrono::milliseconds(20);

}  // namespace moonroom::link
