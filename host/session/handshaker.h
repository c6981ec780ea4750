// The handshakes of a client, one at a time, and the host's key that its user trusts: only a host
// with this key gets a session. Passive: its owner passes datagrams in, and calls `tick` at
// `next_due`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/moment.h"
#include "base/result.h"
#include "secure/handshake_client.h"
#include "secure/keys.h"
#include "session/client_events.h"
#include "wire/datagram.h"

namespace moonroom::session {

class Handshaker {
 public:
  /// Nothing while it continues; the keys of a trusted host; a key to be trusted; a failure.
  using Outcome = std::variant<std::monostate, secure::Keys, HostKeyPresented, Problem>;

  explicit Handshaker(const wire::Endpoint& host) : host_(host) {}

  /// Begins after `pause` and gives up after `patience`. Does nothing while a handshake runs or a
  /// key waits for `trust`.
  void start(Moment now, Duration patience, Duration pause);
  Outcome receive(std::string_view datagram, Moment now, wire::Outbox& out);
  Outcome tick(Moment now, wire::Outbox& out);
  /// Trusts the key that was presented, and no other from then on. Nullopt when none was.
  std::optional<secure::Keys> trust();

  bool is_running() const { return handshake_.has_value(); }
  bool is_crowded_out() const { return handshake_ && handshake_->is_crowded_out(); }
  /// False for a second after the latest start.
  bool has_paused(SteadyTime now) const { return now - started_ >= kPause; }
  std::optional<SteadyTime> next_due() const {
    return handshake_ ? std::optional(handshake_->next_due()) : std::nullopt;
  }

 private:
  // A stranger can forge a hint: it costs at most one handshake a second, in parallel to the old
  // session.
  static constexpr auto kPause = std::chrono::seconds(1);

  Outcome on_outcome(secure::HandshakeClient::Outcome outcome);

  wire::Endpoint host_;
  std::optional<secure::HandshakeClient> handshake_;
  SteadyTime started_{};
  // A host that has presented its key and waits for `trust`.
  std::optional<secure::HandshakeClient::Established> unverified_;
  std::string trusted_;
};

}  // namespace moonroom::session
