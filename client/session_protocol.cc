#include "client/session_protocol.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "base/overloaded.h"
#include "wire/classic.h"

namespace moonroom::client {
namespace {

using std::chrono::seconds;

// A user with a wrong address should not wait longer than for a web page.
constexpr auto kEntryPatience = seconds(10);

// Often enough for a number in the status line; the resume file is written as often.
constexpr auto kBetweenMeasures = seconds(1);

// A host reported as unreachable is tried a few times, in case it is just being restarted; then the
// user is told, sooner than a timeout would.
constexpr auto kBetweenWakes = std::chrono::milliseconds(300);
constexpr int kWakes = 3;

}  // namespace

SessionProtocol::SessionProtocol(Settings settings)
    : settings_(std::move(settings)), host_key_check_(settings_.trust) {}

// ── Orders ──────────────────────────────────────────────────────────────────────────────────────

void SessionProtocol::order(const Order& order, Moment now, Outcome& out) {
  if (over_) return;
  std::visit(Overloaded{
                 [&](const Enter& it) { enter(it.name, now); },
                 [&](const Say& it) { say(it, now, out); },
                 [&](const Leave& it) { leave(it.hurried, now, out); },
                 [](const Mark&) {},
                 [&](const Unlock& it) { unlock(it.password, now); },
             },
             order);
  finish(now, out);
}

void SessionProtocol::enter(const std::string& name, Moment now) {
  name_ = name;
  resume_file_ = ResumeFile::claim(settings_.host, name);
  if (client_) return client_->try_name(name, now, sent_);
  session::SessionClient::Settings visit;
  visit.name = name;
  visit.password = settings_.password;
  visit.membership = resume_file_.unfinished_membership();
  visit.patience = kEntryPatience;
  visit.wants_answers = settings_.wants_answers;
  client_.emplace(std::move(visit), settings_.endpoint, now);
  client_->tick(now, sent_);
}

void SessionProtocol::say(const Say& line, Moment now, Outcome& out) {
  if (line.text.size() > wire::kMaxRequest)
    out.events.emplace_back(TooLong{static_cast<uint32_t>(wire::kMaxRequest), line.line});
  else if (client_)
    client_->say(line.text, now, sent_, line.line);
}

void SessionProtocol::leave(bool hurried, Moment now, Outcome& out) {
  using Haste = session::SessionClient::Haste;
  if (!client_) return end(Connection::State::left, out);
  client_->leave(now, sent_, hurried ? Haste::some : Haste::none);
}

void SessionProtocol::unlock(const std::string& password, Moment now) {
  settings_.password = password;
  if (client_) client_->try_password(password, now, sent_);
}

// ── Receiving ───────────────────────────────────────────────────────────────────────────────────

void SessionProtocol::receive(std::string_view datagram, Moment now, Outcome& out) {
  answered_ = answered_ || wire::protocol_of(datagram) != wire::Protocol::text;
  if (client_) client_->receive(datagram, now, sent_);
  finish(now, out);
}

void SessionProtocol::unreachable(Moment now, Outcome&) {
  if (client_) client_->unreachable(now);
  if (!client_ || !client_->inside() || next_wake_ || wakes_ == kWakes) return;
  next_wake_ = now.steady + kBetweenWakes;
}

void SessionProtocol::probe(Moment now) {
  next_wake_.reset();
  ++wakes_;
  if (client_->inside()) client_->probe(now, sent_);
}

void SessionProtocol::tick(Moment now, Outcome& out) {
  if (client_ && client_->next_due() <= now.steady) client_->tick(now, sent_);
  if (next_wake_ && now.steady >= *next_wake_) probe(now);
  if (muted_until_ && now.steady >= *muted_until_) end_mute(out);
  if (client_ && now.steady >= next_measure_) measure(now, out);
  finish(now, out);
}

std::optional<SteadyTime> SessionProtocol::next_due() const {
  if (!client_ || over_) return std::nullopt;
  auto due = client_->next_due().value_or(SteadyTime::max());
  if (next_wake_) due = std::min(due, *next_wake_);
  if (muted_until_) due = std::min(due, *muted_until_);
  if (client_->inside()) due = std::min(due, next_measure_);
  return due == SteadyTime::max() ? std::nullopt : std::optional(due);
}

void SessionProtocol::measure(Moment now, Outcome& out) {
  next_measure_ = now.steady + kBetweenMeasures;
  if (!client_->inside()) return;
  const auto trip =
      std::chrono::duration_cast<std::chrono::milliseconds>(client_->round_trip()).count();
  out.events.emplace_back(RoundTrip{static_cast<uint32_t>(trip)});
  if (const auto membership = client_->membership()) resume_file_.save(*membership);
}

void SessionProtocol::finish(Moment now, Outcome& out) {
  if (client_)
    for (auto news = client_->drain_events(); !news.empty() && !over_;
         news = client_->drain_events())
      for (const auto& one : news) on(one, now, out);
  for (const auto& delivery : sent_.deliveries()) out.datagrams.emplace_back(sent_.bytes(delivery));
  sent_.clear();
}

void SessionProtocol::on(const session::ClientEvent& news, Moment now, Outcome& out) {
  const auto tell = [&](Connection::State state, std::string words) {
    out.events.emplace_back(Connection{state, std::move(words)});
  };
  std::visit(Overloaded{
                 [&](const session::HostKeyPresented& it) { judge(it, now, out); },
                 [&](const session::Joined& it) { on(it, out); },
                 [&](const Said& it) { out.events.emplace_back(it); },
                 [&](const NotSaid& it) { out.events.emplace_back(it); },
                 [&](const session::Muted& it) { on(it, now, out); },
                 [&](const session::NameRefused& it) {
                   resume_file_.remove();
                   tell(Connection::State::refused, it.reason);
                 },
                 [&](const session::Locked& it) {
                   tell(Connection::State::locked, settings_.password.empty() ? "" : it.reason);
                 },
                 [&](const MessageReceived& it) {
                   wakes_ = 0;
                   out.events.emplace_back(it);
                 },
                 [&](const session::Crowded&) { tell(Connection::State::crowded, {}); },
                 [&](const session::ConnectionLost&) { tell(Connection::State::lost, {}); },
                 [&](const session::Ended& it) { on(it, out); },
             },
             news);
}

void SessionProtocol::judge(const session::HostKeyPresented& key, Moment now, Outcome& out) {
  const auto meeting = host_key_check_.check(key.fingerprint);
  if (!meeting) return end(Connection::State::untrusted, out, meeting.error().what);
  const bool first = *meeting != HostKeyCheck::Meeting::again;
  out.events.emplace_back(
      Connection{first ? Connection::State::met : Connection::State::recognized, key.fingerprint});
  if (*meeting == HostKeyCheck::Meeting::forgotten)
    out.events.emplace_back(
        Connection{Connection::State::not_remembered, host_key_check_.problem_with_memory()});
  client_->trust(now, sent_);
}

void SessionProtocol::on(const session::Joined& entered, Outcome& out) {
  wakes_ = 0;
  // If a mute still holds, the host says so after this.
  end_mute(out);
  const auto state = entered.again ? Connection::State::back : Connection::State::entered;
  out.events.emplace_back(Connection{state, name_});
  if (entered.limits)
    out.events.emplace_back(
        Limits{static_cast<uint64_t>(std::ceil(entered.limits->per_second * 1000)),
               static_cast<uint64_t>(entered.limits->burst), entered.answers,
               entered.present.value_or(0)});
  if (const auto membership = client_->membership()) resume_file_.save(*membership);
}

void SessionProtocol::on(const session::Muted& muted, Moment now, Outcome& out) {
  if (muted.left == seconds(0)) return end_mute(out);
  muted_until_ = now.steady + muted.left;
  out.events.emplace_back(Muted{now.wall + muted.left, static_cast<uint64_t>(muted.left.count())});
}

void SessionProtocol::end_mute(Outcome& out) {
  if (!muted_until_) return;
  muted_until_.reset();
  out.events.emplace_back(Muted{});
}

void SessionProtocol::on(const session::Ended& it, Outcome& out) {
  switch (it.why) {
    case session::Ended::Reason::left:
      return end(Connection::State::left, out);
    case session::Ended::Reason::silent:
      return end(Connection::State::silent, out);
    case session::Ended::Reason::removed:
      return end(Connection::State::ended, out, it.words);
    case session::Ended::Reason::elsewhere:
      return end(Connection::State::elsewhere, out);
    case session::Ended::Reason::failed:
      if (!answered_) return end(Connection::State::unanswered, out, settings_.host);
      return end(Connection::State::failed, out, it.words);
  }
}

void SessionProtocol::end(Connection::State state, Outcome& out, std::string words) {
  if (std::exchange(over_, true)) return;
  // Keep the file when the room was not reached (the membership can still exist) or the membership
  // was taken over (it is another client's).
  const bool given_up = state == Connection::State::left || state == Connection::State::ended;
  if (given_up) resume_file_.remove();
  resume_file_ = ResumeFile();
  const bool silent = state == Connection::State::silent;
  out.events.emplace_back(Connection{state, std::move(words), silent ? client_->undelivered() : 0});
}

}  // namespace moonroom::client
