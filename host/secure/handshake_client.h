// A client's way to a session: retries the handshake with a host until there are keys or the client
// gives up. Passive: datagrams and moments go in, datagrams come out. The user must verify the host
// by its fingerprint (known_hosts.h, or a pinned one) before it seals anything.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "base/result.h"
#include "secure/handshake.h"
#include "secure/keys.h"
#include "wire/datagram.h"

namespace moonroom::secure {

class HandshakeClient {
 public:
  struct Established {
    Keys keys;
    /// The fingerprint of the host's public key, as in fingerprint.h. The host has proved that it
    /// owns the key.
    std::string fingerprint;
  };
  /// Nullopt while the handshake continues; otherwise it is over.
  using Outcome = std::optional<Result<Established>>;

  /// Begins at the first `tick` that is `pause` after `now`. `patience`: how long the user is
  /// willing to wait.
  HandshakeClient(const wire::Endpoint& host, Moment now,
                  Duration patience = std::chrono::seconds(30), Duration pause = Duration::zero());

  /// A datagram of protocol `handshake` from the host.
  Outcome receive(std::string_view datagram, Moment now, wire::Outbox& out);
  /// Call it at once, and whenever it is due.
  Outcome tick(Moment now, wire::Outbox& out);
  SteadyTime next_due() const;
  /// The host has no capacity at the moment: the next attempt follows after a pause.
  bool is_crowded_out() const { return handshake_ && handshake_->is_crowded_out(); }

 private:
  void begin(SteadyTime now);
  Result<Established> established() const;
  void send(wire::Outbox& out);
  std::string reason() const;

  wire::Endpoint host_;
  SteadyTime gives_up_;
  // Null before the first.
  std::unique_ptr<Handshake> handshake_;
  // When the next handshake replaces this one.
  SteadyTime next_attempt_;
  Duration attempt_{};
  bool has_heard_ = false;
  std::string last_failure_;
};

}  // namespace moonroom::secure
