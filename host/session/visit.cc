#include "session/visit.h"

#include <array>

#include "session/sealing.h"
#include "wire/sealed.h"

namespace moonroom::session {
namespace {

// A stranger can forge a hint: it costs one handshake a second at most, beside the old session.
constexpr auto kBetweenGreetings = std::chrono::seconds(1);

// A host that has no place is not to be hammered.
constexpr auto kPauseWhenCrowded = std::chrono::seconds(1);

// Judging a line takes a host two seconds at most; more passes while it is started again.
constexpr auto kAnswerPatience = std::chrono::seconds(15);

// Once in, one comes back whenever it may be.
constexpr auto kForEver = std::chrono::hours(24 * 365);

}  // namespace

Visit::Visit(Settings settings, const wire::Endpoint& host, Moment now)
    : settings_(std::move(settings)), host_(host), pulse_(now.steady) {
  if (const auto& before = settings_.membership) {
    token_ = before->token;
    number_ = before->number;
    lines_.begin_after(before->lines);
  }
  greet(now);
}

std::optional<Membership> Visit::membership() const {
  if (token_.empty()) return std::nullopt;
  return Membership{token_, number_, lines_.said()};
}

// ── Handshakes ──────────────────────────────────────────────────────────────────────────────────

void Visit::greet(Moment now, Duration pause) {
  if (greeting_ || shown_) return;
  greeting_.emplace(host_, now, was_inside_ ? Duration(kForEver) : settings_.patience, pause);
  greeted_ = now.steady;
}

void Visit::hear_greeting(secure::Greeting::Outcome outcome, Moment now) {
  if (!outcome) return;
  greeting_.reset();
  if (!*outcome) return end(Over::Why::failed, outcome->error().what);
  shown_.emplace(std::move(**outcome));
  if (trusted_.empty())
    news_.emplace_back(KeyShown{shown_->fingerprint});
  else if (trusted_ == shown_->fingerprint)
    begin_session(now);
  else
    shown_.reset();  // Somebody else answers in the host's place: the old session may yet live.
}

void Visit::trust(Moment now, wire::Outbox& out) {
  if (!shown_) return;
  trusted_ = shown_->fingerprint;
  begin_session(now);
  send(now, out);
}

void Visit::begin_session(Moment now) {
  keys_.emplace(std::move(shown_->keys));
  shown_.reset();
  link_ = link::Link();
  welcomed_ = false;
  pulse_ = Pulse(now.steady);
  // An older host passes it over.
  say(wire::Capabilities{wire::kMessageVersion, settings_.wants_answers, true});
  if (!settings_.password.empty()) say(wire::Password{settings_.password});
  ask();
}

void Visit::ask() {
  if (stage_ != Stage::leaving) stage_ = Stage::asking;
  if (token_.empty())
    say(wire::ComeIn{settings_.name});
  else
    say(wire::ComeBack{token_, number_, lines_.said()});
}

// ── What comes in ───────────────────────────────────────────────────────────────────────────────

void Visit::receive(std::string_view datagram, Moment now, wire::Outbox& out) {
  if (over_) return;
  switch (wire::protocol_of(datagram)) {
    case wire::Protocol::handshake:
      if (greeting_ && goodbye_) goodbye_->heard(now.steady);
      if (greeting_) hear_greeting(greeting_->receive(datagram, now, out), now);
      if (greeting_ && greeting_->is_crowded_out()) note_crowded(now);
      break;
    case wire::Protocol::sealed:
      open(datagram, now);
      break;
    case wire::Protocol::hint:
      hear_hint(datagram, now);
      break;
    case wire::Protocol::text:
      break;
  }
  send(now, out);
}

void Visit::open(std::string_view packet, Moment now) {
  std::array<char, wire::kMaxPacket> frames;
  if (!keys_ || packet.size() > frames.size()) return;
  const auto opened = keys_->open(packet, frames);
  if (!opened) return;
  pulse_.heard(now.steady);
  if (goodbye_) goodbye_->heard(now.steady);
  if (std::exchange(lost_, false) && stage_ == Stage::inside)
    news_.emplace_back(Entered{true, limits_, answers_});
  const auto unanswered = lines_.unanswered();
  link_.receive(*opened, now.steady, [&](std::string_view message) { take(message); });
  if (over_) return;
  go_on_leaving(unanswered, now);
  if (welcomed_ && link_.backlog() == 0) lines_.all_arrived();
  if (const auto why = link_.parting()) take_parting(*why, now);
  if (keys_ && keys_->worn()) greet(now);
}

void Visit::hear_hint(std::string_view datagram, Moment now) {
  const auto session = wire::hinted_session(datagram);
  if (!keys_ || session != keys_->session() || now.steady - greeted_ < kBetweenGreetings) return;
  if (goodbye_) goodbye_->heard(now.steady);
  if (waits_for_user_)
    keys_.reset();
  else
    greet(now);
}

// ── What goes out ───────────────────────────────────────────────────────────────────────────────

void Visit::try_name(std::string name, Moment now, wire::Outbox& out) {
  settings_.name = std::move(name);
  // The token was for a seat that is not to be had.
  if (!was_inside_) token_.clear();
  ask_again(now);
  send(now, out);
}

void Visit::try_password(std::string password, Moment now, wire::Outbox& out) {
  settings_.password = std::move(password);
  if (stage_ == Stage::asking && keys_) say(wire::Password{settings_.password});
  ask_again(now);
  send(now, out);
}

// The host may have ended the session while the user was thinking.
void Visit::ask_again(Moment now) {
  waits_for_user_ = false;
  if (stage_ != Stage::asking) return;
  if (keys_)
    ask();
  else
    greet(now);
}

void Visit::say(std::string text, Moment now, wire::Outbox& out, uint64_t tag) {
  lines_.add(std::move(text), tag);
  if (stage_ == Stage::inside) say_what_waits();
  send(now, out);
}

void Visit::leave(Moment now, wire::Outbox& out, Haste haste) {
  if (over_) return;
  if (stage_ != Stage::inside && !was_inside_) return end(Over::Why::left);
  leaves_when_answered_ = haste == Haste::none && answers_ && lines_.has_unanswered();
  answered_ = now.steady;
  if (leaves_when_answered_ && !goodbye_) return;
  if (!goodbye_) begin_goodbye(now);
  if (haste == Haste::some) goodbye_->hurry();
  send(now, out);
  if (goodbye_->hurried() && lost_) end(Over::Why::silent);
}

void Visit::go_on_leaving(size_t unanswered_before, Moment now) {
  if (!leaves_when_answered_ || goodbye_) return;
  if (lines_.unanswered() != unanswered_before) answered_ = now.steady;
  if (!lines_.has_unanswered()) begin_goodbye(now);
}

// A host with a low limit says a line each few seconds.
SteadyTime Visit::answers_end_by() const {
  if (!leaves_when_answered_ || goodbye_) return SteadyTime::max();
  const double rate = limits_ ? limits_->per_second : 0;
  const std::chrono::duration<double> slow(rate > 0 ? std::min(3 / rate, 3600.0) : 0);
  return answered_ + kAnswerPatience + std::chrono::duration_cast<Duration>(slow);
}

void Visit::begin_goodbye(Moment now) {
  const bool here = stage_ == Stage::inside;
  stage_ = Stage::leaving;
  goodbye_.emplace(now.steady, link_.round_trip());
  if (here) say(wire::Leave{});
}

void Visit::say_what_waits() {
  while (const auto line = lines_.next()) say(*line);
  if (stage_ == Stage::leaving) say(wire::Leave{});
}

void Visit::say(const wire::SessionRequest& request) {
  if (keys_) link_.send(link::Body(wire::encode(request)));
}

void Visit::wake(Moment now, wire::Outbox& out) {
  if (keys_) {
    link_.ping();
    pulse_.asked(now.steady);
  }
  send(now, out);
}

uint64_t Visit::unsaid() const {
  return lines_.missing(welcomed_ ? link_.backlog() : UINT64_MAX);
}

void Visit::tick(Moment now, wire::Outbox& out) {
  if (over_) return;
  if (greeting_) hear_greeting(greeting_->tick(now, out), now);
  if (over_) return;
  if (goodbye_ && now.steady >= goodbye_->ends_by(unsaid() == 0))
    return end(link_.backlog() == 0 && unsaid() == 0 ? Over::Why::left : Over::Why::silent);
  if (goodbye_ && now.steady >= goodbye_->asks_at()) ask_who_lives(now);
  if (keys_ && pulse_.next_due(link_.backlog() > 0) <= now.steady) {
    link_.ping();
    pulse_.asked(now.steady);
    if (pulse_.is_lost() && !std::exchange(lost_, true)) news_.emplace_back(Lost{});
  }
  if (now.steady >= answers_end_by() || (lost_ && leaves_when_answered_ && !goodbye_))
    begin_goodbye(now);
  send(now, out);
}

void Visit::ask_who_lives(Moment now) {
  goodbye_->asked(now.steady);
  link_.ping();
}

void Visit::send(Moment now, wire::Outbox& out) {
  if (!keys_) return;
  const auto sealed = seal_all(link_, *keys_, host_, now.steady, out);
  if (sealed.packets > 0) pulse_.spoke(now.steady);
  if (sealed.keys_used_up) greet(now);
}

std::optional<SteadyTime> Visit::next_due() const {
  if (over_) return std::nullopt;
  std::optional<SteadyTime> due;
  if (goodbye_) due = std::min(goodbye_->ends_by(unsaid() == 0), goodbye_->asks_at());
  const auto add = [&](std::optional<SteadyTime> other) {
    if (other && (!due || *other < *due)) due = other;
  };
  if (leaves_when_answered_ && !goodbye_) add(answers_end_by());
  if (greeting_) add(greeting_->next_due());
  if (!keys_) return due;
  add(pulse_.next_due(link_.backlog() > 0));
  add(link_.next_due());
  return due;
}

void Visit::end(Over::Why why, std::string words) {
  if (std::exchange(over_, true)) return;
  if (answers_) give_up_answers(lines_.take_unanswered(UINT64_MAX));
  news_.emplace_back(Over{why, std::move(words)});
}

}  // namespace moonroom::session
