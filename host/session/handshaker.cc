#include "session/handshaker.h"

#include <utility>

namespace moonroom::session {

void Handshaker::start(Moment now, Duration patience, Duration pause) {
  if (handshake_ || unverified_) return;
  handshake_.emplace(host_, now, patience, pause);
  started_ = now.steady;
}

Handshaker::Outcome Handshaker::receive(std::string_view datagram, Moment now, wire::Outbox& out) {
  return handshake_ ? on_outcome(handshake_->receive(datagram, now, out)) : Outcome();
}

Handshaker::Outcome Handshaker::tick(Moment now, wire::Outbox& out) {
  return handshake_ ? on_outcome(handshake_->tick(now, out)) : Outcome();
}

Handshaker::Outcome Handshaker::on_outcome(secure::HandshakeClient::Outcome outcome) {
  if (!outcome) return {};
  handshake_.reset();
  if (!*outcome) return std::move(outcome->error());
  auto& established = **outcome;
  if (trusted_.empty()) {
    unverified_.emplace(std::move(established));
    return HostKeyPresented{unverified_->fingerprint};
  }
  // Not the trusted host: the old session can still be alive.
  if (trusted_ != established.fingerprint) return {};
  return std::move(established.keys);
}

std::optional<secure::Keys> Handshaker::trust() {
  if (!unverified_) return std::nullopt;
  trusted_ = unverified_->fingerprint;
  auto keys = std::move(unverified_->keys);
  unverified_.reset();
  return keys;
}

}  // namespace moonroom::session
