#include "relay/relay.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "room/name.h"
#include "wire/classic.h"
#include "wire/text.h"

namespace moonroom::relay {
namespace {

// A holder who was probed a moment ago and is still here lives; each probe is a blank line on
// the screen of a classic client.
constexpr auto kProbeHolds = std::chrono::seconds(2);

// A person mistypes a few times; a program that tries words gets through a dictionary in years.
constexpr Rate kGuesses = {0.1, 6};

// Refusing must cost less than saying.
constexpr Rate kComplaints = {1, 1};

// Lines that leave together share system calls and packets; with more of them, what is sent does
// not fit the processor's caches any more and gets dearer.
constexpr size_t kLinesAPass = 32;

// What takes the kernel some 30 ms to send, and lets lines to a thousand members go in runs. A
// message in a session shares its datagram.
bool is_plenty(const wire::Outbox& out) {
  return out.deliveries().size() + out.messages().size() / 8 >= 16384;
}

// A plugin's words may steer a screen no more than a member's.
room::Post without_controls(room::Post post) {
  post.line = wire::visible(post.line);
  return post;
}

}  // namespace

Relay::Relay(Settings settings, room::Judge& judge)
    : settings_(std::move(settings)),
      judge_(judge),
      lines_(settings_.lines),
      logins_(settings_.logins),
      guesses_(kGuesses),
      complaints_(kComplaints) {}

void Relay::restore(room::Snapshot snapshot, Moment now, wire::Outbox& out) {
  for (const auto& seat : snapshot.seats)
    if (seat.ticket && seat.endpoint.session != 0) tell_session_is_over(seat.endpoint, out);
  room_.restore(snapshot.seats, snapshot.last_member, now);
  log_.restore(std::move(snapshot.entries), snapshot.last_entry);
  penalties_.restore(snapshot.bans, snapshot.mutes);
  said_ = snapshot.said;
  for (const auto& entry : log_.after(snapshot.sent)) delivery_.deliver(entry, 0, room_, out);
}

// ── A datagram comes in ─────────────────────────────────────────────────────────────────────────

void Relay::handle(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  ++stats_.received;
  if (!takes_text_from(in.from)) {
    ++stats_.unwelcome;
    return;
  }
  if (in.truncated || in.bytes.size() > wire::kMaxRequest)
    return refuse_long_line(in.from, now, out);
  const auto request = wire::decode(in.bytes);
  if (!request) {
    ++stats_.malformed;  // And no answer: its sender may be forged, or say "test...." before its
                         // login.
    return;
  }
  room_.heard_from(in.from, now);
  const bool lined = request->ends_lines;
  auto meaning = room_.interpret(in.from, *request);
  std::visit(Overloaded{
                 [&](room::WantsIn& wish) { login(std::move(wish), in.from, lined, now, out); },
                 [&](room::AlreadyIn& here) { welcome(*room_.find(here.who), out); },
                 [&](room::Saying& saying) { say(std::move(saying), now, out); },
                 [&](room::Leaving& leaving) { quit(in.from, lined, leaving.who, now, out); },
                 [&](room::Nothing&) {
                   if (request->verb == wire::Verb::quit) return quit(in.from, lined, 0, now, out);
                   if (request->verb == wire::Verb::chat) ++stats_.strangers;
                 },
             },
             meaning);
}

bool Relay::takes_text_from(const wire::Endpoint& from) const {
  if (settings_.classic == Classic::off) return false;
  return settings_.classic == Classic::open || from.address.is_local();
}

void Relay::refuse_long_line(const wire::Endpoint& from, Moment now, wire::Outbox& out) {
  const auto* member = room_.at(from);
  if (!member) {
    ++stats_.malformed;
    return;
  }
  if (!may_speak(member->id, now, out)) return;
  ++stats_.refused;
  tell(member->id, judge_.phrases().too_long, out);
}

// ── Coming in ───────────────────────────────────────────────────────────────────────────────────

void Relay::login(room::WantsIn wish, const wire::Endpoint& from, bool ends_lines, Moment now,
                  wire::Outbox& out) {
  if (doorstep_.holds(from, wish.name)) return;  // He is being seen to: this is a repeat.
  if (!may_try(from, ends_lines, now, out)) return;
  doorstep_.forget(from);
  if (const auto* why = reason_to_refuse(wish, from, now)) {
    ++stats_.refused;
    return refuse(*why, from, ends_lines, out);
  }
  if (is_locked_for(from)) return turn_away_locked_out(from, ends_lines, out);
  if (wish.replaces != 0) depart(wish.replaces, room::Why::replaced, now);
  if (room_.seats() >= settings_.max_members || judge_.busy()) {
    ++stats_.refused;
    return refuse(judge_.busy() ? judge_.phrases().busy : judge_.phrases().full, from, ends_lines,
                  out);
  }
  if (waits_for_probe(wish, from, ends_lines, now, out)) return;
  const bool is_name = wish.rival.conflict != room::Conflict::invalid;
  propose_join({from, std::move(wish.name), ends_lines, 0, {}, is_name}, now);
}

bool Relay::may_try(const wire::Endpoint& from, bool ends_lines, Moment now, wire::Outbox& out) {
  const auto pass = logins_.take(from.address, now.steady);
  if (pass == Pass::yes) return true;
  ++stats_.slowed;
  // In a session nobody asks again by himself.
  if (pass == Pass::no_and_say_so || from.session != 0)
    refuse(judge_.phrases().too_many_logins, from, ends_lines, out);
  return false;
}

const std::string* Relay::reason_to_refuse(const room::WantsIn& wish, const wire::Endpoint& from,
                                           Moment now) const {
  const auto& phrases = judge_.phrases();
  if (const auto* ban = penalties_.ban_of(wish.name, from.address, now.wall))
    return ban->reason.empty() ? &phrases.banned : &ban->reason;
  if (is_crowded(from)) return &phrases.crowded;
  return nullptr;
}

bool Relay::waits_for_probe(const room::WantsIn& wish, const wire::Endpoint& from, bool ends_lines,
                            Moment now, wire::Outbox& out) {
  const auto* holder = room_.find(wish.rival.holder);
  // One who has no answer yet himself must not get anything before it, not even a probe.
  // And who is in a session has his name whether he is heard at the moment or not.
  if (!holder || holder->stage != room::Stage::present || holder->by_session()) return false;
  const auto probe = probed_.find(holder->id);
  SteadyTime since = now.steady;
  if (probe != probed_.end() && now.steady - probe->second < kProbeHolds) {
    since = probe->second;
  } else {
    probed_[holder->id] = since;
    out.send(std::string_view(), holder->endpoint);
  }
  if (now.steady - since >= kProbePatience) return false;
  doorstep_.wait({from, wish.name, ends_lines, holder->id, since + kProbePatience, true});
  return true;
}

void Relay::propose_join(Waiting newcomer, Moment now) {
  room::Joining joining;
  joining.name = newcomer.name;
  joining.from = newcomer.from;
  joining.conflict = newcomer.is_name ? room_.rival_of(newcomer.name, newcomer.from).conflict
                                      : room::Conflict::invalid;
  joining.who = room_.reserve(std::move(newcomer.name), newcomer.from, newcomer.ends_lines, now).id;
  judge_.submit(std::move(joining), now);
}

void Relay::unreachable(const wire::Endpoint& dead, Moment now) {
  const auto* member = room_.at(dead);
  if (member) depart(member->id, room::Why::gone, now);
}

// ── Talking and leaving ─────────────────────────────────────────────────────────────────────────

bool Relay::may_speak(room::MemberId who, Moment now, wire::Outbox& out) {
  const auto pass = lines_.take(who, now.steady);
  if (pass == Pass::yes) return true;
  ++stats_.slowed;
  if (pass == Pass::no_and_say_so) tell(who, judge_.phrases().slow, out);
  return false;
}

void Relay::say(room::Saying saying, Moment now, wire::Outbox& out) {
  if (is_unproved(saying, out) || !may_speak(saying.who, now, out)) return;
  if (!has_room_for_line_of(saying.who)) {
    ++stats_.shed;
    if (complaints_.take(saying.who, now.steady) == Pass::yes)
      tell(saying.who, judge_.phrases().busy, out);
    return;
  }
  say_now(std::move(saying), now, out);
}

bool Relay::has_room_for_line_of(room::MemberId who) const {
  return !judge_.busy() && load_.has_room_for(who, room_.present());
}

void Relay::say_now(room::Saying saying, Moment now, wire::Outbox& out) {
  if (penalties_.is_muted(*room_.find(saying.who), now.wall)) {
    ++stats_.refused;
    return tell(saying.who, judge_.phrases().muted, out);
  }
  saying.number = ++said_;
  load_.took_line_of(saying.who);
  came_.push_back(now.steady);
  judge_.submit(std::move(saying), now);
}

void Relay::quit(const wire::Endpoint& from, bool ends_lines, room::MemberId who, Moment now,
                 wire::Outbox& out) {
  doorstep_.forget(from);
  // A stranger's request costs an answer, so it is limited like a login.
  if (who == 0 && logins_.take(from.address, now.steady) != Pass::yes) {
    ++stats_.slowed;
    return;
  }
  end(from, ends_lines, wire::Parting::done, out);
  if (who != 0) depart(who, room::Why::quit, now);
}

void Relay::depart(room::MemberId who, room::Why why, Moment now) {
  room_.dismiss(who);
  lines_.forget(who);
  backlog_.forget(who);
  load_.forget(who);
  complaints_.forget(who);
  probed_.erase(who);
  judge_.submit(room::Leaving{who, why}, now);
  for (auto& newcomer : doorstep_.freed_by(who)) propose_join(std::move(newcomer), now);
}

// ── What has been judged ────────────────────────────────────────────────────────────────────────

bool Relay::settle(Moment now, wire::Outbox& out) {
  for (size_t lines = 0; lines < kLinesAPass && !is_plenty(out);) {
    const auto judged = judge_.next();
    if (!judged) return true;
    if (std::holds_alternative<room::Saying>(judged->event)) ++lines;
    apply(*judged, now, out);
  }
  return false;
}

void Relay::apply(const room::Judged& judged, Moment now, wire::Outbox& out) {
  const auto& verdict = judged.verdict;
  if (!verdict.passed) ++stats_.refused;
  look_at_subject(judged.event);
  std::visit(Overloaded{
                 [&](const room::Joining& joining) { apply_join(joining, verdict, out); },
                 [&](const room::Saying& saying) { apply_line(saying, verdict, now, out); },
                 [&](const room::Leaving& leaving) {
                   room_.remove(leaving.who);
                   record(room::Unseat{leaving.who});
                   ++stats_.leaves;
                 },
                 [](const room::Announcing&) {},
                 [&](const room::TimerDue& timer) { timers_.answered(timer); },
                 [&](const room::Commanding&) { errands_.emplace_back(Reply{verdict.reason}); },
                 [](const room::JobDone&) {},
                 [](const room::Tended&) {},
             },
             judged.event);
  for (const auto& action : verdict.actions) perform(action, now, out);
}

void Relay::apply_join(const room::Joining& joining, const room::Verdict& verdict,
                       wire::Outbox& out) {
  const auto* newcomer = room_.find(joining.who);
  if (!newcomer) return;
  const bool still_there = newcomer->stage == room::Stage::joining;
  if (verdict.passed) {
    const bool by_session = newcomer->endpoint.session != 0;
    room_.admit(joining.who,
                by_session ? std::optional(room::Ticket{settings_.make_token(), 0, log_.last()})
                           : std::nullopt);
    keep_seat(*newcomer);
    ++stats_.joins;
    if (!still_there) return;
    welcome(*newcomer, out);
    if (is_stranger(newcomer->endpoint)) challenge(*newcomer, out);
    return;
  }
  if (still_there)
    refuse(verdict.reason.empty() ? judge_.phrases().refused : verdict.reason, newcomer->endpoint,
           newcomer->ends_lines, out);
  room_.remove(joining.who);
}

void Relay::apply_line(const room::Saying& saying, const room::Verdict& verdict, Moment now,
                       wire::Outbox& out) {
  const auto wait = now.steady - came_.front();
  came_.pop_front();
  stats_.waiting += wait;
  stats_.longest_wait = std::max(stats_.longest_wait, wait);
  load_.said_line_of(saying.who);
  if (verdict.command)
    ++stats_.commands;
  else if (verdict.passed)
    ++stats_.lines;
  else if (!verdict.reason.empty())
    tell(saying.who, verdict.reason, out);
  const auto* author = saying.line == 0 ? nullptr : room_.find(saying.who);
  if (!author || author->stage != room::Stage::present) return;
  room_.had_line(saying.who, saying.line);
  keep_seat(*author);
}

void Relay::keep_seat(const room::Member& member) {
  record(room::Seat{member.id, member.name, member.endpoint, member.ends_lines, member.since.wall,
                    member.ticket});
}

void Relay::perform(const room::Action& action, Moment now, wire::Outbox& out) {
  std::visit(Overloaded{
                 [&](const room::Post& words) { post(words, now, out); },
                 [&](const room::Kick& wish) { kick(wish.who, wish.reason, now, out); },
                 [&](const room::LogLine& line) { errands_.emplace_back(line); },
                 [&](const room::SetTimer& timer) { timers_.set(timer, now.steady); },
                 [&](const room::Cancel& wish) {
                   timers_.cancel(wish);
                   errands_.emplace_back(wish);
                 },
                 [&](const room::Mute& wish) { mute(wish.who, wish.length, now); },
                 [&](const room::Ban& wish) { ban(wish, now, out); },
                 [&](const room::Keep& wish) { errands_.emplace_back(wish); },
                 [&](const room::StartJob& job) { errands_.emplace_back(job); },
                 [&](const room::ForgetCallbacks& all) {
                   timers_.clear();
                   errands_.emplace_back(all);
                 },
             },
             action);
}

void Relay::post(const room::Post& words, Moment now, wire::Outbox& out) {
  const auto& entry =
      log_.append(wire::is_visible(words.line) ? words : without_controls(words), now.wall);
  ++stats_.posts;
  stats_.deliveries += delivery_.deliver(entry, flags_of(entry.post), room_, out);
}

void Relay::tell(room::MemberId who, std::string_view words, wire::Outbox& out) {
  const auto* member = room_.find(who);
  if (!member || member->stage != room::Stage::present) return;
  delivery_.tell(wire::is_visible(words) ? std::string(words) : wire::visible(words), *member, out);
}

void Relay::look_at_subject(const room::Event& event) {
  const auto who = std::visit(Overloaded{
                                  [](const room::Joining& it) { return it.who; },
                                  [](const room::Saying& it) { return it.who; },
                                  [](const room::Leaving& it) { return it.who; },
                                  [](const auto&) { return room::MemberId{0}; },
                              },
                              event);
  const auto* member = room_.find(who);
  subject_ = member ? member->name : std::string();
  subject_by_text_ = member && !member->by_session();
}

uint8_t Relay::flags_of(const room::Post& post) const {
  if (post.from.empty()) return 0;
  const auto* author = post.from == subject_ ? nullptr : room_.named(post.from);
  const bool by_text = post.from == subject_ ? subject_by_text_ : author && !author->by_session();
  return by_text ? wire::Line::kByText : uint8_t{0};
}

// ── What is said to one ─────────────────────────────────────────────────────────────────────────

void Relay::welcome(const room::Member& member, wire::Outbox& out) {
  if (member.ticket)
    out.send(
        wire::encode(wire::SessionAnswer(wire::Welcome{member.ticket->token, member.latest_line})),
        member.endpoint);
  else
    out.send(wire::in_line_form(wire::kWelcome, member.ends_lines), member.endpoint);
}

void Relay::refuse(std::string_view why, const wire::Endpoint& to, bool ends_lines,
                   wire::Outbox& out) {
  if (to.session != 0)
    out.send(wire::encode(wire::SessionAnswer(wire::Refusal{wire::visible(why)})), to);
  else
    out.send(wire::in_line_form(wire::reason(why), ends_lines), to);
}

void Relay::end(const wire::Endpoint& to, bool ends_lines, wire::Parting why, wire::Outbox& out) {
  out.send(wire::in_line_form(wire::kEnd, ends_lines), to);
  if (to.session == 0) return;
  out.close(to.session, why);
  guessed_.erase(to.session);
}

}  // namespace moonroom::relay
