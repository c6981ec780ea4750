// The other end of a connection, member or not: its address, and how datagrams to it are framed.
// For a session, the endpoint names the session, and nothing is framed.
#pragma once

#include "room/members.h"
#include "wire/endpoint.h"

namespace moonroom::relay {

struct Peer {
  wire::Endpoint endpoint;
  /// A text client that reads lines: datagrams to it end with a line feed.
  bool newline_framing = false;

  bool is_session() const { return endpoint.session != 0; }
};

inline Peer peer_of(const room::Member& member) {
  return {member.endpoint, member.newline_framing};
}

}  // namespace moonroom::relay
