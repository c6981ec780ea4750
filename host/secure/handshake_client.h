// How a client comes to a session: it shakes hands with a host, anew when that fails or takes too
// long, until it has keys or its patience ends. Passive: datagrams and moments go in, datagrams
// come out. Whether the host is the one that it says it is, its user judges by the fingerprint
// (known_hosts.h, or one that was pinned) before anything is sealed.
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
    /// Of the host's public key, as fingerprint.h has it. It has proved that it owns the key.
    std::string fingerprint;
  };
  /// Nothing while it goes on. When there is one, the handshake is over.
  using Outcome = std::optional<Result<Established>>;

  /// Begins at the first `tick` that is `pause` after `now`. `patience` as long as the user would
  /// wait for an answer.
  HandshakeClient(const wire::Endpoint& host, Moment now,
                  Duration patience = std::chrono::seconds(30), Duration pause = Duration::zero());

  /// A datagram of protocol `handshake` from the host.
  Outcome receive(std::string_view datagram, Moment now, wire::Outbox& out);
  /// At once, and whenever it is due.
  Outcome tick(Moment now, wire::Outbox& out);
  SteadyTime next_due() const;
  /// The host has no place at the moment: there is a pause before the next attempt.
  bool is_crowded_out() const { return handshake_ && handshake_->is_crowded_out(); }

 private:
  void begin(SteadyTime now);
  Result<Established> established() const;
  void send(wire::Outbox& out);
  std::string reason() const;

  wire::Endpoint host_;
  SteadyTime gives_up_;
  // None before the first.
  std::unique_ptr<Handshake> handshake_;
  // When the next handshake begins in the place of this one.
  SteadyTime next_attempt_;
  Duration attempt_{};
  bool has_heard_ = false;
  std::string last_failure_;
};

}  // namespace moonroom::secure
