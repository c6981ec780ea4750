#include "secure/handshake_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace moonroom::secure {
namespace {

using namespace std::chrono_literals;

// A host identifies a handshake by its address. If the client's address changes, the handshake
// cannot complete, so the client soon starts a new one. On a bad path an attempt takes longer, so
// the time grows up to the host's own limit.
constexpr Duration kFirstAttempt = 2500ms;
constexpr Duration kMaxAttempt = 10s;
// Limits the load of retries on a host that refuses.
constexpr Duration kPause = 1s;

}  // namespace

HandshakeClient::HandshakeClient(const wire::Endpoint& host, Moment now, Duration patience,
                                 Duration pause)
    : host_(host), gives_up_(now.steady + patience), next_attempt_(now.steady + pause) {}

HandshakeClient::Outcome HandshakeClient::receive(std::string_view datagram, Moment now,
                                                  wire::Outbox& out) {
  if (!handshake_ || handshake_->state() != Handshake::State::going_on) return std::nullopt;
  has_heard_ = true;
  const auto state = handshake_->receive(datagram, now.steady);
  send(out);
  if (state == Handshake::State::done) return established();
  if (state == Handshake::State::failed) {
    last_failure_ = handshake_->reason();
    next_attempt_ = std::min(next_attempt_, now.steady + kPause);
  }
  return std::nullopt;
}

HandshakeClient::Outcome HandshakeClient::tick(Moment now, wire::Outbox& out) {
  if (now.steady >= gives_up_) return problem(reason());
  if (now.steady >= next_attempt_)
    begin(now.steady);
  else if (handshake_)
    handshake_->tick(now.steady);
  if (handshake_) send(out);
  return std::nullopt;
}

SteadyTime HandshakeClient::next_due() const {
  const auto end = std::min(gives_up_, next_attempt_);
  const bool repeats = handshake_ && handshake_->state() == Handshake::State::going_on;
  return repeats ? std::min(end, handshake_->next_due()) : end;
}

void HandshakeClient::begin(SteadyTime now) {
  handshake_ = std::make_unique<Handshake>(now);
  attempt_ = attempt_ == Duration::zero() ? kFirstAttempt : std::min(2 * attempt_, kMaxAttempt);
  next_attempt_ = now + attempt_;
}

Result<HandshakeClient::Established> HandshakeClient::established() const {
  auto keys = handshake_->keys();
  if (!keys) return tl::unexpected(keys.error());
  return Established{std::move(*keys), handshake_->host_fingerprint()};
}

void HandshakeClient::send(wire::Outbox& out) {
  for (const auto& datagram : handshake_->drain_datagrams()) out.send(datagram, host_);
}

std::string HandshakeClient::reason() const {
  const auto host = wire::to_string(host_);
  if (!has_heard_) return fmt::format("{} does not answer", host);
  if (last_failure_.empty()) return fmt::format("{} answers too slowly to agree on keys", host);
  return fmt::format("no keys could be agreed on with {}: {}", host, last_failure_);
}

}  // namespace moonroom::secure
