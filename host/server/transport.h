// Carries datagrams between the sockets and the relay: plain text as it is, sessions through the
// session server. Its owner must call `receive` when a socket is readable, `drain_session_events`
// and `send` once a turn, the latter at the latest at `next_due`.
#pragma once

#include <cstddef>
#include <optional>

#include "net/udp_sockets.h"
#include "relay/relay.h"
#include "secure/identity.h"
#include "session/session_server.h"

namespace moonroom::server {

class Transport {
 public:
  /// All must outlive this.
  Transport(net::UdpSockets& sockets, secure::Identity& identity, const room::RoomState& state,
            relay::Relay& relay, size_t max_members);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  void receive(Moment now);
  /// The network has reported errors about earlier datagrams.
  void on_reports(Moment now);
  void drain_session_events(Moment now);
  /// Sends the outbox and what sessions have to send; returns the number of datagrams.
  size_t send(Moment now);
  std::optional<SteadyTime> next_due() const;

  /// For the turn that is going on.
  wire::Outbox& out() { return out_; }
  const session::SessionServer& sessions() const { return sessions_; }
  void trim_memory();

 private:
  void dispatch(const wire::Datagram& datagram, Moment now);

  net::UdpSockets& sockets_;
  relay::Relay& relay_;
  session::SessionServer sessions_;
  net::Batch batch_;
  wire::Outbox out_;
};

}  // namespace moonroom::server
