// What a worker is told of the room when it starts late, or when events passed it by: members and
// history. Both include what has been judged and is not applied yet. Pure.
#pragma once

#include <vector>

#include "base/fifo.h"
#include "ring/message.h"
#include "room/judge.h"
#include "room/state.h"

namespace moonroom::ring {

/// The latest posts, at most so many, and as many as fit half a record of the ring. `now` is the
/// time of posts that are not in the log yet.
HistorySync history_of(const room::RoomState& state, const Fifo<room::Judged>& judged, size_t most,
                       WallTime now);
std::vector<room::JoinEvent> members_of(const room::RoomState& state,
                                        const Fifo<room::Judged>& judged);

}  // namespace moonroom::ring
