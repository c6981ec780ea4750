#include "client/session_protocol.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/overloaded.h"
#include "wire/classic.h"

namespace moonroom::client {
namespace {

using std::chrono::seconds;

// A user who has the wrong address should not wait longer than for a page in a browser.
constexpr auto kPatience = seconds(10);

// Often enough for a number that stands in a corner; the seat's file is written as often.
constexpr auto kBetweenMeasures = seconds(1);

}  // namespace

SessionProtocol::SessionProtocol(Settings settings)
    : settings_(std::move(settings)), trust_(settings_.trust) {}

// ── Orders ──────────────────────────────────────────────────────────────────────────────────────

void SessionProtocol::order(const Order& order, Moment now, Outcome& out) {
  if (over_) return;
  std::visit(Overloaded{
                 [&](const Enter& it) { enter(it.name, now, out); },
                 [&](const Say& it) { say(it.text, now, out); },
                 [&](const Leave&) {
                   if (!visit_) return end(Connection::State::left, out);
                   visit_->leave(now, sent_);
                 },
                 [](const Mark&) {},
             },
             order);
  finish(now, out);
}

void SessionProtocol::enter(const std::string& name, Moment now, Outcome& out) {
  (void)out;
  name_ = name;
  seat_ = SeatFile::take(settings_.host, name);
  if (visit_) return visit_->try_name(name, now, sent_);
  session::Visit::Settings visit;
  visit.name = name;
  visit.password = settings_.password;
  visit.membership = seat_.left_behind();
  visit.patience = kPatience;
  visit_.emplace(std::move(visit), settings_.endpoint, now);
  visit_->tick(now, sent_);
}

void SessionProtocol::say(const std::string& text, Moment now, Outcome& out) {
  if (text.size() > wire::kMaxRequest)
    out.events.emplace_back(TooLong{static_cast<uint32_t>(wire::kMaxRequest)});
  else if (visit_)
    visit_->say(text, now, sent_);
}

// ── What comes in ───────────────────────────────────────────────────────────────────────────────

void SessionProtocol::receive(std::string_view datagram, Moment now, Outcome& out) {
  if (visit_) visit_->receive(datagram, now, sent_);
  finish(now, out);
}

// Nobody listens: the next sign of life will show it, and a host that is started again answers it.
void SessionProtocol::unreachable(Moment, Outcome&) {}

void SessionProtocol::tick(Moment now, Outcome& out) {
  if (visit_ && visit_->next_due() <= now.steady) visit_->tick(now, sent_);
  if (visit_ && now.steady >= next_measure_) measure(now, out);
  finish(now, out);
}

std::optional<SteadyTime> SessionProtocol::next_due() const {
  if (!visit_ || over_) return std::nullopt;
  const auto due = visit_->next_due();
  if (!visit_->inside()) return due;
  return due ? std::min(*due, next_measure_) : next_measure_;
}

void SessionProtocol::measure(Moment now, Outcome& out) {
  next_measure_ = now.steady + kBetweenMeasures;
  if (!visit_->inside()) return;
  const auto trip =
      std::chrono::duration_cast<std::chrono::milliseconds>(visit_->round_trip()).count();
  out.events.emplace_back(RoundTrip{static_cast<uint32_t>(trip)});
  if (const auto membership = visit_->membership()) seat_.keep(*membership);
}

void SessionProtocol::finish(Moment now, Outcome& out) {
  if (visit_)
    for (auto news = visit_->take_news(); !news.empty() && !over_; news = visit_->take_news())
      for (const auto& one : news) take(one, now, out);
  for (const auto& delivery : sent_.deliveries()) out.datagrams.emplace_back(sent_.bytes(delivery));
  sent_.clear();
}

void SessionProtocol::take(const session::VisitNews& news, Moment now, Outcome& out) {
  const auto tell = [&](Connection::State state, std::string words) {
    out.events.emplace_back(Connection{state, std::move(words)});
  };
  std::visit(Overloaded{
                 [&](const session::KeyShown& it) { judge(it, now, out); },
                 [&](const session::Entered& it) {
                   tell(it.again ? Connection::State::back : Connection::State::entered, name_);
                   if (const auto membership = visit_->membership()) seat_.keep(*membership);
                 },
                 [&](const session::Turned& it) { tell(Connection::State::refused, it.reason); },
                 [&](const session::Heard& it) { take(it, now, out); },
                 [&](const session::Lost&) { tell(Connection::State::lost, {}); },
                 [&](const session::Over& it) { take(it, out); },
             },
             news);
}

void SessionProtocol::judge(const session::KeyShown& key, Moment now, Outcome& out) {
  const auto meeting = trust_.meet(key.fingerprint);
  if (!meeting) return end(Connection::State::failed, out, meeting.error().what);
  const bool first = *meeting == Trust::Meeting::first;
  out.events.emplace_back(
      Connection{first ? Connection::State::met : Connection::State::recognized, key.fingerprint});
  visit_->trust(now, sent_);
}

void SessionProtocol::take(const session::Heard& heard, Moment now, Outcome& out) {
  Heard event;
  event.number = heard.number;
  event.time = heard.told ? now.wall : WallTime(seconds(heard.time));
  event.kind = heard.kind;
  event.from = heard.from;
  event.line = heard.text;
  event.replayed = (heard.flags & wire::Line::kReplayed) != 0;
  event.by_text_member = (heard.flags & wire::Line::kByText) != 0;
  event.only_for_you = heard.told || (heard.flags & wire::Line::kPrivate) != 0;
  out.events.emplace_back(std::move(event));
}

void SessionProtocol::take(const session::Over& it, Outcome& out) {
  switch (it.why) {
    case session::Over::Why::left:
      return end(Connection::State::left, out);
    case session::Over::Why::removed:
      return end(Connection::State::ended, out, it.words);
    case session::Over::Why::elsewhere:
      // The seat is the other one's now.
      seat_ = SeatFile();
      return end(Connection::State::elsewhere, out);
    case session::Over::Why::failed:
      return end(Connection::State::failed, out, it.words);
  }
}

void SessionProtocol::end(Connection::State state, Outcome& out, std::string words) {
  if (std::exchange(over_, true)) return;
  seat_.remove();
  out.events.emplace_back(Connection{state, std::move(words)});
}

}  // namespace moonroom::client
