// One turn of the server's loop, as far as the relay sees it: its time, and what it sends.
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
