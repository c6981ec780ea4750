// The host's side of all pending handshakes, identified by endpoint. The server stores nothing for
// a client that has not proved with a cookie that it receives at its address (RFC 6347, 4.2.1).
// After that, capacity and rates are counted by source and network (wire/prefix.h): beyond the
// capacity, a new handshake evicts the oldest of the heaviest source; beyond the rate, it is
// refused with an alert. Passive: datagrams and moments go in, datagrams come out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/moment.h"
#include "secure/cookies.h"
#include "secure/dtls_record.h"
#include "secure/handshake.h"
#include "secure/identity.h"
#include "secure/keys.h"
#include "wire/by_source.h"
#include "wire/datagram.h"
#include "wire/source_rate.h"

namespace moonroom::secure {

struct HandshakeLimits {
  /// The number of pending handshakes, each until the client's first sealed packet, or 10 s. All
  /// together take 20 MB of GnuTLS state.
  wire::SourceLimits places = {64, 256, 1000};
  /// The rate of new handshakes. Not applied to our own network, where a class reconnects at once.
  wire::SourceRates beginnings = {{20, 100}, {40, 200}};
  /// The rate per endpoint, in our own network, too.
  Rate renewals = {1, 1};
};

struct HandshakeCounts {
  uint64_t challenged = 0;
  uint64_t admitted = 0;
  uint64_t completed = 0;
  /// Retransmitted last flights.
  uint64_t repeated = 0;

  // Dropped handshakes and datagrams, by reason.
  /// No whole record, or no ClientHello where only that makes sense.
  uint64_t stray = 0;
  /// A repeated ClientHello.
  uint64_t heard_before = 0;
  /// Handshakes evicted for another.
  uint64_t pushed_out = 0;
  /// Handshakes over the rate of their source, their network or their endpoint.
  uint64_t too_fast = 0;
  /// Handshakes that failed, or timed out.
  uint64_t failed = 0;
  uint64_t expired = 0;
};

class HandshakeServer {
 public:
  /// `identity` must outlive the handshake server.
  explicit HandshakeServer(const Identity& identity, HandshakeLimits limits = {});

  /// False when `receive` handles this datagram in microseconds.
  bool is_work(const wire::Datagram& in, SteadyTime now);
  /// Handles a datagram of protocol `handshake`. Returns the keys when it completes a handshake:
  /// the session exists from now on. The handshake itself is kept for a while, for retransmissions
  /// of its last flight.
  std::optional<Keys> receive(const wire::Datagram& in, Moment now, wire::Outbox& out);
  /// The client's first sealed packet arrived from here, so it has the last flight.
  void completed(const wire::Endpoint& from);
  /// Retransmits flights and forgets expired handshakes.
  void tick(Moment now, wire::Outbox& out);
  std::optional<SteadyTime> next_due() const;

  size_t pending() const { return pending_.size(); }
  const HandshakeCounts& counts() const { return counts_; }

 private:
  using Agenda = std::multimap<SteadyTime, wire::Endpoint>;
  struct Pending {
    wire::Endpoint from;
    ClientRandom random;
    SteadyTime expires;
    Agenda::iterator due;
    /// Null when it is done; its last flight is kept then, in a few bytes.
    std::unique_ptr<Handshake> handshake;
    std::string last_flight;
  };
  using Table = std::unordered_map<wire::Endpoint, Pending>;

  std::optional<Keys> on_first_hello(const wire::Datagram& in, const ClientRandom& random,
                                     SteadyTime now, wire::Outbox& out);
  std::optional<Keys> proceed(Table::iterator at, const wire::Datagram& in, SteadyTime now,
                              wire::Outbox& out);
  std::optional<Keys> finish(Table::iterator at, SteadyTime now, wire::Outbox& out);
  void fail(Table::iterator at, const wire::Datagram& in, wire::Outbox& out);
  void repeat_last(const Pending& pending, const wire::Datagram& in, wire::Outbox& out);
  bool may_begin(const wire::Endpoint& from, SteadyTime now);
  void make_room(const wire::Endpoint& from, wire::Outbox& out);
  Table::iterator admit(const wire::Endpoint& from, const ClientRandom& random,
                        gnutls_dtls_prestate_st cookie, SteadyTime now);
  void schedule(Pending& pending);
  void forget(Table::iterator at);

  const Identity& identity_;
  HandshakeLimits limits_;
  Cookies cookies_;
  Table pending_;
  Agenda agenda_;
  wire::BySource<wire::Endpoint> places_;
  wire::SourceRate beginnings_;
  RateLimit<wire::Endpoint> renewals_;
  HandshakeCounts counts_;
};

}  // namespace moonroom::secure
