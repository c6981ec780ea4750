// The other end of a connection, member or not, as one value: its transport, its address, and how
// datagrams to it are framed. The relay asks what a connection can do; only the frontends, Replies
// and Broadcaster know by which transport (tests/check_layers.py). Pure.
#pragma once

#include "wire/endpoint.h"

namespace moonroom::wire {

struct Connection {
  Endpoint endpoint;
  /// A text client that reads lines: datagrams to it end with a line feed.
  bool newline_framing = false;

  Transport transport() const { return endpoint.transport(); }
  bool is_sealed() const { return endpoint.is_sealed(); }
  bool can_resume() const { return endpoint.can_resume(); }
};

}  // namespace moonroom::wire
