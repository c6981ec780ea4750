// How long one side of a link can delay an acknowledgement. Both sides must use the same values.
#pragma once

#include <chrono>

#include "base/moment.h"

namespace moonroom::link {

constexpr SteadyTime kNever = SteadyTime::max();

/// The delay of an unrequested acknowledgement for in-order data. At 20 messages a second one
/// acknowledgement covers eight, and most travel on a packet that leaves anyway.
constexpr Duration kAckDelay = std::chrono::milliseconds(400);
/// The interval of requested acknowledgements: one covers all that arrived in a burst.
constexpr Duration kQuickAck = std::chrono::milliseconds(20);

}  // namespace moonroom::link
