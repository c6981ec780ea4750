#include "session/session_client.h"

#include <array>

#include "session/packet_flush.h"
#include "wire/sealed.h"

namespace moonroom::session {
namespace {

// A stranger can forge a hint: it costs at most one handshake a second, in parallel to the old
// session.
constexpr auto kBetweenGreetings = std::chrono::seconds(1);

// Limits the load of retries on a host without capacity.
constexpr auto kPauseWhenCrowded = std::chrono::seconds(1);

// A host needs at most two seconds to judge a line, and more while it is restarted.
constexpr auto kAnswerPatience = std::chrono::seconds(15);

// After a first join, retry forever.
constexpr auto kForEver = std::chrono::hours(24 * 365);

}  // namespace

SessionClient::SessionClient(Settings settings, const wire::Endpoint& host, Moment now)
    : settings_(std::move(settings)), host_(host), keep_alive_(now.steady) {
  if (const auto& before = settings_.membership) {
    token_ = before->token;
    number_ = before->number;
    lines_.begin_after(before->lines);
  }
  start_handshake(now);
}

std::optional<Membership> SessionClient::membership() const {
  if (token_.empty()) return std::nullopt;
  return Membership{token_, number_, lines_.sent()};
}

// ── Handshakes ──────────────────────────────────────────────────────────────────────────────────

void SessionClient::start_handshake(Moment now, Duration pause) {
  if (handshake_ || unverified_) return;
  handshake_.emplace(host_, now, was_joined_ ? Duration(kForEver) : settings_.patience, pause);
  handshake_started_ = now.steady;
}

void SessionClient::on_handshake_outcome(secure::HandshakeClient::Outcome outcome, Moment now) {
  if (!outcome) return;
  handshake_.reset();
  if (!*outcome) return end(Ended::Reason::failed, outcome->error().what);
  unverified_.emplace(std::move(**outcome));
  if (trusted_.empty())
    events_.emplace_back(HostKeyPresented{unverified_->fingerprint});
  else if (trusted_ == unverified_->fingerprint)
    begin_session(now);
  else
    unverified_.reset();  // Not the trusted host: the old session can still be alive.
}

void SessionClient::trust(Moment now, wire::Outbox& out) {
  if (!unverified_) return;
  trusted_ = unverified_->fingerprint;
  begin_session(now);
  send(now, out);
}

void SessionClient::begin_session(Moment now) {
  keys_.emplace(std::move(unverified_->keys));
  unverified_.reset();
  link_ = link::Link();
  welcomed_ = false;
  keep_alive_ = KeepAlive(now.steady);
  // Older hosts ignore it.
  say(wire::Capabilities{wire::kMessageVersion, settings_.wants_answers, true});
  if (!settings_.password.empty()) say(wire::Password{settings_.password});
  request_entry();
}

void SessionClient::request_entry() {
  if (stage_ != Stage::leaving) stage_ = Stage::asking;
  if (token_.empty())
    say(wire::ComeIn{settings_.name});
  else
    say(wire::ComeBack{token_, number_, lines_.sent()});
}

// ── Receiving ────────────────────────────────────────────────────────────────────────────────────

void SessionClient::receive(std::string_view datagram, Moment now, wire::Outbox& out) {
  if (ended_) return;
  switch (wire::protocol_of(datagram)) {
    case wire::Protocol::handshake:
      if (handshake_ && close_timer_) close_timer_->on_received(now.steady);
      if (handshake_) on_handshake_outcome(handshake_->receive(datagram, now, out), now);
      if (handshake_ && handshake_->is_crowded_out()) note_crowded(now);
      break;
    case wire::Protocol::sealed:
      open(datagram, now);
      break;
    case wire::Protocol::hint:
      on_hint(datagram, now);
      break;
    case wire::Protocol::text:
      break;
  }
  send(now, out);
}

void SessionClient::open(std::string_view packet, Moment now) {
  std::array<char, wire::kMaxPacket> frames;
  if (!keys_ || packet.size() > frames.size()) return;
  const auto opened = keys_->open(packet, frames);
  if (!opened) return;
  keep_alive_.on_received(now.steady);
  if (close_timer_) close_timer_->on_received(now.steady);
  if (std::exchange(lost_, false) && stage_ == Stage::inside)
    events_.emplace_back(Joined{true, limits_, answers_});
  const auto unanswered = lines_.unanswered();
  link_.receive(*opened, now.steady, [&](std::string_view message) { on(message); });
  if (ended_) return;
  continue_leaving(unanswered, now);
  if (welcomed_ && link_.backlog() == 0) lines_.all_arrived();
  if (const auto why = link_.peer_close_reason()) on_close(*why, now);
  if (keys_ && keys_->needs_rekey()) start_handshake(now);
}

void SessionClient::on_hint(std::string_view datagram, Moment now) {
  const auto session = wire::hinted_session(datagram);
  if (!keys_ || session != keys_->session() || now.steady - handshake_started_ < kBetweenGreetings)
    return;
  if (close_timer_) close_timer_->on_received(now.steady);
  if (waits_for_user_)
    keys_.reset();
  else
    start_handshake(now);
}

// ── Sending ──────────────────────────────────────────────────────────────────────────────────────

void SessionClient::try_name(std::string name, Moment now, wire::Outbox& out) {
  settings_.name = std::move(name);
  // The token's seat no longer exists.
  if (!was_joined_) token_.clear();
  retry_entry(now);
  send(now, out);
}

void SessionClient::try_password(std::string password, Moment now, wire::Outbox& out) {
  settings_.password = std::move(password);
  if (stage_ == Stage::asking && keys_) say(wire::Password{settings_.password});
  retry_entry(now);
  send(now, out);
}

// The host can have ended the session while the user was thinking.
void SessionClient::retry_entry(Moment now) {
  waits_for_user_ = false;
  if (stage_ != Stage::asking) return;
  if (keys_)
    request_entry();
  else
    start_handshake(now);
}

void SessionClient::say(std::string text, Moment now, wire::Outbox& out, uint64_t tag) {
  lines_.add(std::move(text), tag);
  if (stage_ == Stage::inside) send_pending_lines();
  send(now, out);
}

void SessionClient::leave(Moment now, wire::Outbox& out, Haste haste) {
  if (ended_) return;
  if (stage_ != Stage::inside && !was_joined_) return end(Ended::Reason::left);
  leaves_when_answered_ = haste == Haste::none && answers_ && lines_.has_unanswered();
  answered_ = now.steady;
  if (leaves_when_answered_ && !close_timer_) return;
  if (!close_timer_) begin_close(now);
  if (haste == Haste::some) close_timer_->hurry();
  send(now, out);
  if (close_timer_->is_hurried() && lost_) end(Ended::Reason::silent);
}

void SessionClient::continue_leaving(size_t unanswered_before, Moment now) {
  if (!leaves_when_answered_ || close_timer_) return;
  if (lines_.unanswered() != unanswered_before) answered_ = now.steady;
  if (!lines_.has_unanswered()) begin_close(now);
}

// A host with a low limit says one line every few seconds.
SteadyTime SessionClient::answers_end_by() const {
  if (!leaves_when_answered_ || close_timer_) return SteadyTime::max();
  const double rate = limits_ ? limits_->per_second : 0;
  const std::chrono::duration<double> slow(rate > 0 ? std::min(3 / rate, 3600.0) : 0);
  return answered_ + kAnswerPatience + std::chrono::duration_cast<Duration>(slow);
}

void SessionClient::begin_close(Moment now) {
  const bool here = stage_ == Stage::inside;
  stage_ = Stage::leaving;
  close_timer_.emplace(now.steady, link_.round_trip());
  if (here) say(wire::Leave{});
}

void SessionClient::send_pending_lines() {
  while (const auto line = lines_.next()) say(*line);
  if (stage_ == Stage::leaving) say(wire::Leave{});
}

void SessionClient::say(const wire::SessionRequest& request) {
  if (keys_) link_.send(link::SharedBuffer(wire::encode(request)));
}

void SessionClient::probe(Moment now, wire::Outbox& out) {
  if (keys_) {
    link_.ping();
    keep_alive_.on_probe_sent(now.steady);
  }
  send(now, out);
}

uint64_t SessionClient::undelivered() const {
  return lines_.undelivered(welcomed_ ? link_.backlog() : UINT64_MAX);
}

void SessionClient::tick(Moment now, wire::Outbox& out) {
  if (ended_) return;
  if (handshake_) on_handshake_outcome(handshake_->tick(now, out), now);
  if (ended_) return;
  if (close_timer_ && now.steady >= close_timer_->deadline(undelivered() == 0))
    return end(link_.backlog() == 0 && undelivered() == 0 ? Ended::Reason::left
                                                          : Ended::Reason::silent);
  if (close_timer_ && now.steady >= close_timer_->next_probe()) probe_host(now);
  if (keys_ && keep_alive_.next_due(link_.backlog() > 0) <= now.steady) {
    link_.ping();
    keep_alive_.on_probe_sent(now.steady);
    if (keep_alive_.is_lost() && !std::exchange(lost_, true))
      events_.emplace_back(ConnectionLost{});
  }
  if (now.steady >= answers_end_by() || (lost_ && leaves_when_answered_ && !close_timer_))
    begin_close(now);
  send(now, out);
}

void SessionClient::probe_host(Moment now) {
  close_timer_->on_probe_sent(now.steady);
  link_.ping();
}

void SessionClient::send(Moment now, wire::Outbox& out) {
  if (!keys_) return;
  const auto sealed = flush_packets(link_, *keys_, host_, now.steady, out);
  if (sealed.packets > 0) keep_alive_.on_sent(now.steady);
  if (sealed.keys_exhausted) start_handshake(now);
}

std::optional<SteadyTime> SessionClient::next_due() const {
  if (ended_) return std::nullopt;
  std::optional<SteadyTime> due;
  if (close_timer_)
    due = std::min(close_timer_->deadline(undelivered() == 0), close_timer_->next_probe());
  const auto add = [&](std::optional<SteadyTime> other) {
    if (other && (!due || *other < *due)) due = other;
  };
  if (leaves_when_answered_ && !close_timer_) add(answers_end_by());
  if (handshake_) add(handshake_->next_due());
  if (!keys_) return due;
  add(keep_alive_.next_due(link_.backlog() > 0));
  add(link_.next_due());
  return due;
}

void SessionClient::end(Ended::Reason why, std::string words) {
  if (std::exchange(ended_, true)) return;
  if (answers_) drop_answers(lines_.pop_unanswered(UINT64_MAX));
  events_.emplace_back(Ended{why, std::move(words)});
}

}  // namespace moonroom::session
