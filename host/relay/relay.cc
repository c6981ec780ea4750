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

// The idle limit is hours: looking once a minute is exact enough.
constexpr auto kIdleCheck = std::chrono::minutes(1);

// A plugin's words may steer a screen no more than a member's.
room::Post without_controls(room::Post post) {
  post.line = wire::visible(post.line);
  return post;
}

}  // namespace

Relay::Relay(Settings settings, room::Judge& judge)
    : settings_(settings), judge_(judge), lines_(settings.lines), logins_(settings.logins) {}

void Relay::restore(room::Snapshot snapshot, Moment now, wire::Outbox& out) {
  room_.restore(snapshot.seats, snapshot.last_member, now);
  log_.restore(std::move(snapshot.entries), snapshot.last_entry);
  penalties_.restore(snapshot.bans, snapshot.mutes);
  said_ = snapshot.said;
  for (const auto& entry : log_.entries())
    if (entry.number > snapshot.sent)
      delivery_.deliver(entry.post.line, entry.post.audience, room_, out);
}

// ── A datagram comes in ─────────────────────────────────────────────────────────────────────────

void Relay::handle(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  ++stats_.received;
  if (!welcome(in.from)) {
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
                 [&](room::AlreadyIn&) { answer(wire::kWelcome, in.from, lined, out); },
                 [&](room::Saying& saying) { say(std::move(saying), now, out); },
                 [&](room::Leaving& leaving) { quit(in.from, lined, leaving.who, now, out); },
                 [&](room::Nothing&) {
                   if (request->verb == wire::Verb::quit) return quit(in.from, lined, 0, now, out);
                   if (request->verb == wire::Verb::chat) ++stats_.strangers;
                 },
             },
             meaning);
}

bool Relay::welcome(const wire::Endpoint& from) const {
  if (settings_.classic == Classic::off) return false;
  return settings_.classic == Classic::open || from.address.is_local();
}

void Relay::answer(std::string_view bytes, const wire::Endpoint& to, bool ends_lines,
                   wire::Outbox& out) {
  out.send(ends_lines ? std::string(bytes) + '\n' : std::string(bytes), to);
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
  const auto refuse = [&](std::string_view why) {
    answer(wire::reason(why), from, ends_lines, out);
  };
  if (const auto pass = logins_.take(from.address, now.steady); pass != Pass::yes) {
    ++stats_.slowed;
    if (pass == Pass::no_and_say_so) refuse(judge_.phrases().too_many_logins);
    return;
  }
  doorstep_.forget(from);
  if (const auto* ban = penalties_.ban_of(wish.name, from.address, now.wall)) {
    ++stats_.refused;
    return refuse(ban->reason.empty() ? judge_.phrases().banned : ban->reason);
  }
  if (wish.replaces != 0) depart(wish.replaces, room::Why::replaced, now);
  if (room_.seats() >= settings_.max_members || judge_.busy()) {
    ++stats_.refused;
    return refuse(judge_.busy() ? judge_.phrases().busy : judge_.phrases().full);
  }
  if (waits_for_probe(wish, from, ends_lines, now, out)) return;
  const bool is_name = wish.rival.conflict != room::Conflict::invalid;
  propose_join({from, std::move(wish.name), ends_lines, 0, {}, is_name}, now);
}

bool Relay::waits_for_probe(const room::WantsIn& wish, const wire::Endpoint& from, bool ends_lines,
                            Moment now, wire::Outbox& out) {
  const auto* holder = room_.find(wish.rival.holder);
  // One who has no answer yet himself must not get anything before it, not even a probe.
  if (!holder || holder->stage != room::Stage::present) return false;
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
  if (!may_speak(saying.who, now, out)) return;
  if (penalties_.is_muted(*room_.find(saying.who), now.wall)) {
    ++stats_.refused;
    return tell(saying.who, judge_.phrases().muted, out);
  }
  if (judge_.busy()) {
    ++stats_.refused;
    return tell(saying.who, judge_.phrases().busy, out);
  }
  saying.number = ++said_;
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
  answer(wire::kEnd, from, ends_lines, out);
  if (who != 0) depart(who, room::Why::quit, now);
}

void Relay::depart(room::MemberId who, room::Why why, Moment now) {
  room_.dismiss(who);
  lines_.forget(who);
  probed_.erase(who);
  judge_.submit(room::Leaving{who, why}, now);
  for (auto& newcomer : doorstep_.freed_by(who)) propose_join(std::move(newcomer), now);
}

// ── What has been judged ────────────────────────────────────────────────────────────────────────

void Relay::settle(Moment now, wire::Outbox& out) {
  while (const auto judged = judge_.next()) apply(*judged, now, out);
}

void Relay::apply(const room::Judged& judged, Moment now, wire::Outbox& out) {
  const auto& verdict = judged.verdict;
  if (!verdict.passed) ++stats_.refused;
  std::visit(Overloaded{
                 [&](const room::Joining& joining) { apply_join(joining, verdict, out); },
                 [&](const room::Saying& saying) {
                   if (verdict.command)
                     ++stats_.commands;
                   else if (verdict.passed)
                     ++stats_.lines;
                   else if (!verdict.reason.empty())
                     tell(saying.who, verdict.reason, out);
                 },
                 [&](const room::Leaving& leaving) {
                   room_.remove(leaving.who);
                   errands_.emplace_back(room::Record(room::Unseat{leaving.who}));
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
  const auto answers = [&](std::string_view bytes) {
    if (still_there) answer(bytes, newcomer->endpoint, newcomer->ends_lines, out);
  };
  if (verdict.passed) {
    room_.admit(joining.who);
    errands_.emplace_back(room::Record(room::Seat{newcomer->id, newcomer->name, newcomer->endpoint,
                                                  newcomer->ends_lines, newcomer->since.wall}));
    ++stats_.joins;
    return answers(wire::kWelcome);
  }
  answers(wire::reason(verdict.reason.empty() ? judge_.phrases().refused : verdict.reason));
  room_.remove(joining.who);
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
  stats_.deliveries += delivery_.deliver(entry.post.line, entry.post.audience, room_, out);
}

void Relay::tell(room::MemberId who, std::string_view words, wire::Outbox& out) {
  const auto* member = room_.find(who);
  if (!member || member->stage != room::Stage::present) return;
  delivery_.tell(wire::is_visible(words) ? std::string(words) : wire::visible(words), *member, out);
}

// ── The administrator, and time ─────────────────────────────────────────────────────────────────

bool Relay::announce(std::string_view text, Moment now) {
  if (judge_.busy()) return false;
  judge_.submit(room::Announcing{wire::visible(text)}, now);
  return true;
}

bool Relay::command(std::string_view text, Moment now) {
  if (judge_.busy()) return false;
  judge_.submit(room::Commanding{wire::visible(text)}, now);
  return true;
}

bool Relay::kick(room::MemberId who, std::string_view reason, Moment now, wire::Outbox& out) {
  const auto* member = room_.find(who);
  if (!member || member->stage != room::Stage::present) return false;
  send_away(*member, room::Why::kick, reason, now, out);
  return true;
}

bool Relay::mute(room::MemberId who, Duration length, Moment now) {
  const auto* member = room_.find(who);
  if (member) errands_.emplace_back(room::Record(penalties_.mute(*member, length, now.wall)));
  return member != nullptr;
}

bool Relay::ban(const room::Ban& ban, Moment now, wire::Outbox& out) {
  if (!penalties_.ban(ban, now.wall)) return false;
  const auto length = std::chrono::duration_cast<WallTime::duration>(ban.length);
  errands_.emplace_back(room::Record(room::BanUntil{ban, now.wall + length}));
  std::vector<room::MemberId> out_of_here;
  for (const auto& [id, member] : room_.members())
    if (member.stage == room::Stage::present &&
        penalties_.ban_of(member.name, member.endpoint.address, now.wall))
      out_of_here.push_back(id);
  const auto reason = ban.reason.empty() ? judge_.phrases().banned : ban.reason;
  for (const auto id : out_of_here) send_away(*room_.find(id), room::Why::ban, reason, now, out);
  return true;
}

void Relay::send_away(const room::Member& member, room::Why why, std::string_view reason,
                      Moment now, wire::Outbox& out) {
  if (!reason.empty()) tell(member.id, reason, out);
  answer(wire::kEnd, member.endpoint, member.ends_lines, out);
  depart(member.id, why, now);
}

void Relay::close(Moment now, wire::Outbox& out) {
  for (const auto& newcomer : doorstep_.patient(SteadyTime::max()))
    answer(wire::reason(judge_.phrases().closing), newcomer.from, newcomer.ends_lines, out);
  std::vector<room::MemberId> everybody;
  for (const auto& [id, member] : room_.members())
    if (member.stage != room::Stage::leaving) everybody.push_back(id);
  for (const auto id : everybody)
    send_away(*room_.find(id), room::Why::shutdown, judge_.phrases().closing, now, out);
}

void Relay::tick(Moment now) {
  log_.trim();
  for (auto& newcomer : doorstep_.patient(now.steady)) propose_join(std::move(newcomer), now);
  // What a timer does can wait; a line can not. A late timer fires when there is room.
  if (!judge_.busy())
    for (const auto& timer : timers_.due(now.steady)) judge_.submit(timer, now);
  if (now.steady >= next_idle_check_) send_home_the_silent(now);
}

void Relay::send_home_the_silent(Moment now) {
  next_idle_check_ = now.steady + kIdleCheck;
  std::vector<room::MemberId> silent;
  for (const auto& [id, member] : room_.members())
    if (member.stage == room::Stage::present &&
        now.steady - member.heard.steady >= settings_.idle_limit)
      silent.push_back(id);
  for (const auto id : silent) depart(id, room::Why::timeout, now);
}

std::optional<SteadyTime> Relay::next_due() const {
  std::optional<SteadyTime> due = next_idle_check_;
  for (const auto& next : {judge_.busy() ? std::nullopt : timers_.next(), doorstep_.next()})
    if (next) due = std::min(*due, *next);
  return due;
}

}  // namespace moonroom::relay
