// What a judge may ask about the room, answered by the relay that has it.
#pragma once

#include "relay/relay.h"
#include "room/judge.h"

namespace moonroom::relay {

/// `relay` must outlive it; it may be made before the relay is, because a relay needs its judge.
room::Recall recall_of(const Relay& relay);

}  // namespace moonroom::relay
