// The host's side of all handshakes that are going on, told apart by their endpoint.
// The handshake server keeps nothing of a client that has not proved with a cookie that it receives
// at its address (RFC 6347, 4.2.1). After that, places and rates are counted by source and network
// (wire/prefix.h): a handshake for which there is no place pushes out the oldest of the heaviest
// source, and one that comes too fast is refused with an alert. Passive: datagrams and moments go
// in, datagrams come out.
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
  /// How many handshakes may be pending: until the client's first sealed packet, or 10 s. All of
  /// them are 20 MB of GnuTLS' state.
  wire::SourceLimits places = {64, 256, 1000};
  /// How many may begin. Not applied to our own network, where a class comes back at once.
  wire::SourceRates beginnings = {{20, 100}, {40, 200}};
  /// From one endpoint, our own network's too.
  Rate renewals = {1, 1};
};

struct HandshakeCounts {
  uint64_t challenged = 0;
  uint64_t admitted = 0;
  uint64_t completed = 0;
  /// Last flights that were said again.
  uint64_t repeated = 0;

  // Dropped, and why.
  /// No whole record, or not the first word of a handshake where only that makes sense.
  uint64_t stray = 0;
  /// A first word that had been heard already.
  uint64_t heard_before = 0;
  /// Handshakes that made room for another.
  uint64_t pushed_out = 0;
  /// Handshakes that came too fast from their source, their network or their endpoint.
  uint64_t too_fast = 0;
  /// Handshakes that broke, or took longer than they may.
  uint64_t failed = 0;
  uint64_t expired = 0;
};

class HandshakeServer {
 public:
  /// `identity` must outlive the handshake server.
  explicit HandshakeServer(const Identity& identity, HandshakeLimits limits = {});

  /// False: whatever it is, `receive` is done with it in microseconds.
  bool is_work(const wire::Datagram& in, SteadyTime now);
  /// Takes a datagram of protocol `handshake`. Keys when it has completed one: the session exists
  /// from now on. The handshake itself is kept for a while, because its last flight may have to be
  /// said again.
  std::optional<Keys> receive(const wire::Datagram& in, Moment now, wire::Outbox& out);
  /// The client's first sealed packet came from here: it has the last flight.
  void completed(const wire::Endpoint& from);
  /// What is to be repeated is repeated, what took too long is forgotten.
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
    /// None when it is done; what it said last is kept, in a few bytes.
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
