#include "session/session_client.h"

#include <algorithm>
#include <array>

#include "base/overloaded.h"
#include "wire/sealed.h"

namespace moonroom::session {
namespace {

// Limits the load of retries on a host without capacity.
constexpr auto kPauseWhenCrowded = std::chrono::seconds(1);

// After a first join, retry forever.
constexpr auto kForEver = std::chrono::hours(24 * 365);

}  // namespace

SessionClient::SessionClient(Settings settings, const wire::Endpoint& host, Moment now)
    : settings_(std::move(settings)),
      host_(host),
      handshaker_(host),
      session_(host),
      liveness_(now.steady),
      resumption_(settings_.membership) {
  start_handshake(now);
}

// ── Handshakes ──────────────────────────────────────────────────────────────────────────────────

void SessionClient::start_handshake(Moment now, Duration pause) {
  handshaker_.start(now, has_joined(state_) ? Duration(kForEver) : settings_.patience, pause);
}

void SessionClient::on_handshake(Handshaker::Outcome outcome, Moment now) {
  if (auto* keys = std::get_if<secure::Keys>(&outcome)) begin_session(std::move(*keys), now);
  if (auto* key = std::get_if<HostKeyPresented>(&outcome)) events_.emplace_back(std::move(*key));
  if (auto* failure = std::get_if<Problem>(&outcome))
    end(Ended::Reason::failed, std::move(failure->what));
}

void SessionClient::trust(Moment now, wire::Outbox& out) {
  auto keys = handshaker_.trust();
  if (!keys) return;
  begin_session(*std::move(keys), now);
  send(now, out);
}

void SessionClient::begin_session(secure::Keys keys, Moment now) {
  session_.begin(std::move(keys));
  liveness_.begin_session(now.steady);
  // Older hosts ignore it.
  session_.say(wire::Capabilities{wire::kMessageVersion, settings_.wants_answers, true});
  if (!settings_.password.empty()) session_.say(wire::Password{settings_.password});
  request_entry();
}

void SessionClient::request_entry() {
  state_ = next_state(state_, ClientStep::requested);
  session_.say(resumption_.entry_request(settings_.name));
}

// ── Receiving ────────────────────────────────────────────────────────────────────────────────────

void SessionClient::receive(std::string_view datagram, Moment now, wire::Outbox& out) {
  if (ended()) return;
  switch (wire::protocol_of(datagram)) {
    case wire::Protocol::handshake:
      if (handshaker_.is_running()) liveness_.on_sign_of_host(now.steady);
      on_handshake(handshaker_.receive(datagram, now, out), now);
      if (handshaker_.is_crowded_out()) mark_crowded(now);
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
  const auto opened = session_.open(packet, frames);
  if (!opened) return;
  if (liveness_.on_received(now.steady) && inside())
    events_.emplace_back(Joined{true, joined_.limits, joined_.answers});
  auto& lines = resumption_.lines();
  const auto unanswered = lines.unanswered();
  session_.receive(*opened, now.steady,
                   [&](std::string_view message) { on_message(message, now); });
  if (ended()) return;
  if (answer_wait_ && lines.unanswered() != unanswered) answer_wait_->on_answer(now.steady);
  if (answer_wait_ && !lines.has_unanswered()) begin_close(now);
  if (session_.unacknowledged() == 0) lines.all_arrived();
  if (const auto why = session_.link().peer_close_reason()) on_close(*why, now);
  if (session_.needs_rekey()) start_handshake(now);
}

// The host does not know the session.
void SessionClient::on_hint(std::string_view datagram, Moment now) {
  if (!session_.has_id(wire::hinted_session(datagram)) || !handshaker_.has_paused(now.steady))
    return;
  liveness_.on_sign_of_host(now.steady);
  if (state_ == ClientState::refused)
    session_.drop();
  else
    start_handshake(now);
}

void SessionClient::on_message(std::string_view message, Moment now) {
  const auto answer = wire::decode_session_answer(message);
  if (!answer || ended()) return;
  std::visit(
      Overloaded{
          [&](const wire::Welcome& it) { on_welcome(it); },
          [&](const wire::Refusal& it) {
            on_entry_refused(it.reason, NameRefused{std::string(it.reason)});
          },
          [&](const wire::Locked& it) {
            on_entry_refused(it.reason, Locked{std::string(it.reason)});
          },
          [&](const wire::Line& it) {
            resumption_.on_line(it.number);
            events_.emplace_back(event_of(it));
          },
          [&](const wire::LineSaid& it) {
            if (auto result = resumption_.on_said(it)) events_.push_back(*std::move(result));
          },
          [&](const wire::LineRefused& it) { on_line_refused(it, now); },
          [&](const wire::Gone&) { on_gone(); },
          [&](const wire::Told& it) { events_.emplace_back(event_of(it, now.wall)); },
          [&](const wire::Muted& it) {
            events_.emplace_back(Muted{std::chrono::seconds(it.seconds)});
          },
          [&](const wire::End&) {
            end(state_ == ClientState::leaving ? Ended::Reason::left : Ended::Reason::removed);
          },
      },
      *answer);
}

void SessionClient::on_welcome(const wire::Welcome& welcome) {
  const bool is_new = is_asking(state_);
  joined_ = {has_joined(state_), welcome.limits, settings_.wants_answers && welcome.limits,
             welcome.present > 0 ? std::optional(welcome.present) : std::nullopt};
  crowded_since_.reset();
  session_.mark_welcomed();
  for (auto& result : resumption_.on_welcome(welcome, joined_.again, joined_.answers))
    events_.push_back(std::move(result));
  state_ = next_state(state_, ClientStep::welcomed);
  if (is_new) events_.emplace_back(joined_);
  send_pending_lines();
}

void SessionClient::on_line_refused(const wire::LineRefused& refused, Moment now) {
  if (auto result = resumption_.on_refused(refused))
    events_.push_back(*std::move(result));
  else if (!joined_.answers && !refused.words.empty())
    // Falls back to a plain message, as from a host without this answer.
    events_.emplace_back(event_of(wire::Told{refused.words}, now.wall));
}

void SessionClient::on_entry_refused(std::string_view reason, ClientEvent event) {
  const auto next = next_state(state_, ClientStep::refused);
  if (next == ClientState::ended) return end(Ended::Reason::removed, std::string(reason));
  if (next != ClientState::refused) return;
  state_ = next;
  events_.push_back(std::move(event));
}

// The member was away for too long: the client joins again under the same name.
void SessionClient::on_gone() {
  resumption_.forget();
  if (state_ == ClientState::leaving)
    return end(undelivered() == 0 ? Ended::Reason::left : Ended::Reason::silent);
  request_entry();
}

void SessionClient::on_close(link::CloseReason why, Moment now) {
  if (why == link::CloseReason::evicted) return end(Ended::Reason::elsewhere);
  if (why == link::CloseReason::removed) return end(Ended::Reason::removed);
  if (state_ == ClientState::leaving) return end(Ended::Reason::left);
  session_.drop();
  if (why == link::CloseReason::crowded) return on_crowded(now);
  // The backlog overflowed: the client reconnects and requests the missing entries by number.
  start_handshake(now);
}

void SessionClient::on_crowded(Moment now) {
  // Retries when the user has answered.
  if (state_ == ClientState::refused) return;
  mark_crowded(now);
  if (!has_joined(state_) && now.steady - *crowded_since_ >= settings_.patience)
    return end(Ended::Reason::failed,
               wire::to_string(host_) + " has no place for newcomers at the moment");
  start_handshake(now, kPauseWhenCrowded);
}

void SessionClient::mark_crowded(Moment now) {
  if (crowded_since_) return;
  crowded_since_ = now.steady;
  events_.emplace_back(Crowded{});
}

// ── Sending ──────────────────────────────────────────────────────────────────────────────────────

void SessionClient::try_name(std::string name, Moment now, wire::Outbox& out) {
  settings_.name = std::move(name);
  // The token's seat no longer exists.
  if (!has_joined(state_)) resumption_.forget();
  retry_entry(now);
  send(now, out);
}

void SessionClient::try_password(std::string password, Moment now, wire::Outbox& out) {
  settings_.password = std::move(password);
  if (is_asking(state_)) session_.say(wire::Password{settings_.password});
  retry_entry(now);
  send(now, out);
}

// The host can have ended the session while the user was thinking.
void SessionClient::retry_entry(Moment now) {
  state_ = next_state(state_, ClientStep::retried);
  if (!is_asking(state_)) return;
  if (session_.is_open())
    request_entry();
  else
    start_handshake(now);
}

void SessionClient::say(std::string text, Moment now, wire::Outbox& out, uint64_t tag) {
  resumption_.lines().add(std::move(text), tag);
  if (inside()) send_pending_lines();
  send(now, out);
}

void SessionClient::send_pending_lines() {
  while (const auto line = resumption_.lines().next()) session_.say(*line);
  if (state_ == ClientState::leaving) session_.say(wire::Leave{});
}

void SessionClient::leave(Moment now, wire::Outbox& out, Haste haste) {
  if (ended()) return;
  if (next_state(state_, ClientStep::left) == ClientState::ended) return end(Ended::Reason::left);
  answer_wait_.reset();
  if (state_ != ClientState::leaving) {
    if (haste == Haste::none && joined_.answers && resumption_.lines().has_unanswered()) {
      answer_wait_.emplace(now.steady);
      return;
    }
    begin_close(now);
  }
  if (haste == Haste::some) liveness_.hurry();
  send(now, out);
  if (liveness_.is_hopeless()) end(Ended::Reason::silent);
}

void SessionClient::begin_close(Moment now) {
  const bool is_here = inside();
  answer_wait_.reset();
  state_ = next_state(state_, ClientStep::left);
  liveness_.begin_close(now.steady, round_trip());
  if (is_here) session_.say(wire::Leave{});
}

void SessionClient::probe(Moment now, wire::Outbox& out) {
  if (session_.is_open()) {
    session_.ping();
    liveness_.on_probe_sent(now.steady);
  }
  send(now, out);
}

void SessionClient::tick(Moment now, wire::Outbox& out) {
  if (ended()) return;
  on_handshake(handshaker_.tick(now, out), now);
  if (ended()) return;
  const auto status = session_status();
  if (liveness_.gives_up(now.steady, status))
    return end(status.has_delivered && !status.is_waiting ? Ended::Reason::left
                                                          : Ended::Reason::silent);
  const auto probe = liveness_.try_probe(now.steady, status);
  if (probe != Liveness::Probe::none) session_.ping();
  if (probe == Liveness::Probe::sent_and_lost) events_.emplace_back(ConnectionLost{});
  if (answer_wait_ && (liveness_.is_lost() || now.steady >= answer_wait_->deadline(joined_.limits)))
    begin_close(now);
  send(now, out);
}

Liveness::Session SessionClient::session_status() const {
  return {session_.is_open(), session_.link().backlog() > 0, undelivered() == 0};
}

void SessionClient::send(Moment now, wire::Outbox& out) {
  const auto sealed = session_.flush(now.steady, out);
  if (sealed.packets > 0) liveness_.on_sent(now.steady);
  if (sealed.keys_exhausted) start_handshake(now);
}

std::optional<SteadyTime> SessionClient::next_due() const {
  if (ended()) return std::nullopt;
  auto due = liveness_.next_due(session_status());
  const auto add = [&](std::optional<SteadyTime> other) {
    if (other) due = std::min(due, *other);
  };
  if (answer_wait_) add(answer_wait_->deadline(joined_.limits));
  add(handshaker_.next_due());
  if (session_.is_open()) add(session_.link().next_due());
  return due == SteadyTime::max() ? std::nullopt : std::optional(due);
}

void SessionClient::end(Ended::Reason why, std::string words) {
  if (ended()) return;
  state_ = ClientState::ended;
  if (joined_.answers)
    for (auto& result : resumption_.drop_answers()) events_.push_back(std::move(result));
  events_.emplace_back(Ended{why, std::move(words)});
}

}  // namespace moonroom::session
