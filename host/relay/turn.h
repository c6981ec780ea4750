// One turn of the server's loop as the relay sees it: its time, and its output.
#pragma once

#include "base/moment.h"
#include "wire/datagram.h"

namespace moonroom::relay {

/// `out` must outlive the turn.
struct Turn {
  Moment now;
  wire::Outbox& out;
};

}  // namespace moonroom::relay
