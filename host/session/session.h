// A session at the host: the keys of its packets, the link inside them, and the peer's address.
// Passive: packets and moments go in, packets come out.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "base/moment.h"
#include "link/link.h"
#include "secure/keys.h"
#include "wire/datagram.h"

namespace moonroom::session {

class Session {
 public:
  Session(secure::Keys keys, const wire::Endpoint& from)
      : keys_(std::move(keys)), at_(from), came_from_(from.address) {
    at_.session = keys_.session();
  }

  using Deliver = std::function<void(std::string_view message)>;
  enum class Received {
    /// Forged, damaged, or repeated: nothing has changed.
    ignored,
    packet,
    /// The peer violated the protocol; close the session.
    violation,
  };
  /// Handles a packet of this session. The peer's address follows the newest authentic packet.
  Received receive(const wire::Datagram& in, Moment now, const Deliver& deliver);
  /// Seals and sends what the link has to send now; `answers` as for Link::fill. Returns the number
  /// of packets.
  size_t send(Moment now, wire::Outbox& out, RateWindow& answers);

  link::Link& link() { return link_; }
  const link::Link& link() const { return link_; }
  const wire::Endpoint& at() const { return at_; }
  wire::SessionId id() const { return at_.session; }
  /// The address of its handshake; the peer can have moved since.
  const wire::Address& came_from() const { return came_from_; }
  /// The highest number of a packet from the peer.
  uint64_t newest() const { return keys_.newest(); }

 private:
  void follow(const wire::Endpoint& from, Moment now);

  secure::Keys keys_;
  link::Link link_;
  wire::Endpoint at_;
  wire::Address came_from_;
};

}  // namespace moonroom::session
