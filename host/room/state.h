// The complete state of a room. Its owner (the server, or a test) creates it before the judge and
// the relay. The relay changes it as events are applied. The judge reads it, and sets the host
// messages when a wording is loaded.
#pragma once

#include <cstdint>

#include "room/host_messages.h"
#include "room/log.h"
#include "room/members.h"
#include "room/sanctions.h"

namespace moonroom::room {

struct RoomState {
  Members room;
  Log log;
  Sanctions sanctions;
  HostMessages host_messages;
  /// Total number of lines so far: the number of the latest.
  uint64_t lines_said = 0;
  /// All members have been told that the room ends.
  bool is_closed = false;
};

}  // namespace moonroom::room
