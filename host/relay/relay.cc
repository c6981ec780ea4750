#include "relay/relay.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "wire/classic.h"
#include "wire/text.h"

namespace moonroom::relay {
namespace {

// A holder who was probed a moment ago and is still here lives; each probe is a blank line on
// the screen of a classic client.
constexpr auto kProbeHolds = std::chrono::seconds(2);

// A person mistypes a few times; a program that tries words gets through a dictionary in years,
// from however many addresses. While such programs use up what there is for all, a network that has
// not guessed lately still has its guess compared.
constexpr wire::SourceRates kGuesses = {{0.1, 6}, {0.5, 30}, Rate{1, 60}, Rate{10, 20}};

Rate times(const Rate& rate, double factor) {
  return {rate.per_second * factor, rate.burst * factor};
}

std::optional<wire::SourceRates> login_rates(const std::optional<Rate>& of_source) {
  if (!of_source) return std::nullopt;
  return wire::SourceRates{*of_source, times(*of_source, 4), times(*of_source, 40),
                           times(*of_source, 4)};
}

wire::Welcome welcome_for(const room::Member& member, const Settings& settings, size_t present) {
  wire::Welcome welcome{member.token, member.latest_line};
  if (member.capabilities.version < 2) return welcome;
  const auto rate = settings.lines.value_or(Rate{});
  welcome.limits = wire::LineLimits{rate.per_second, rate.burst};
  welcome.judged = member.ticket->lines;
  welcome.present = present;
  return welcome;
}

// Refusing must cost less than saying.
constexpr Rate kComplaints = {1, 1};

}  // namespace

Relay::Relay(Settings settings, room::Judge& judge)
    : settings_(std::move(settings)),
      judge_(judge),
      lines_(settings_.lines),
      logins_(login_rates(settings_.logins)),
      guesses_(kGuesses),
      complaints_(kComplaints),
      delivery_(judge.phrases()) {}

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
  const auto request = wire::decode(in.bytes, judge_.phrases().classic);
  if (!request) {
    ++stats_.malformed;  // And no answer: its sender may be forged, or say "test...." before its
                         // login.
    return;
  }
  if (see_to_unproved(*request, in.from, now, out)) return;
  room_.heard_from(in.from, now);
  const bool lined = request->ends_lines;
  auto meaning = room_.interpret(in.from, *request);
  std::visit(Overloaded{
                 [&](room::WantsIn& wish) { login(std::move(wish), in.from, lined, now, out); },
                 [&](room::AlreadyIn& here) { welcome(*room_.find(here.who), now, out); },
                 [&](room::Speaking& line) { say(line, now, out); },
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
  if (const auto why = reason_to_refuse(wish, from, now); !why.empty()) {
    ++stats_.refused;
    return refuse(why, from, ends_lines, out);
  }
  if (is_locked_for(from)) return turn_away_locked_out(from, ends_lines, out);
  if (wish.replaces != 0) depart(wish.replaces, room::Why::replaced, now);
  if (room_.seats() >= settings_.max_members || judge_.busy()) {
    ++stats_.refused;
    return refuse(judge_.busy() ? judge_.phrases().busy : judge_.phrases().full, from, ends_lines,
                  out);
  }
  if (is_stranger(from) && wish.replaces == 0)
    return hold_until_proved(wish, from, ends_lines, now, out);
  if (waits_for_probe(wish, from, ends_lines, now, out)) return;
  const auto problem = wish.is_name() ? room::Conflict::none : wish.rival.conflict;
  propose_join({from, std::move(wish.name), ends_lines, 0, {}, problem}, now);
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

std::string Relay::reason_to_refuse(const room::WantsIn& wish, const wire::Endpoint& from,
                                    Moment now) const {
  if (const auto* ban = penalties_.ban_of(wish.name, from.address, now.trusted))
    return words_of(*ban, now);
  return is_crowded(from) ? judge_.phrases().crowded : std::string();
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
  doorstep_.wait(
      {from, wish.name, ends_lines, holder->id, since + kProbePatience, room::Conflict::none});
  return true;
}

void Relay::propose_join(Waiting newcomer, Moment now) {
  room::Joining joining;
  joining.name = newcomer.name;
  joining.from = newcomer.from;
  joining.conflict = newcomer.problem;
  if (joining.conflict == room::Conflict::none)
    joining.conflict = room_.rival_of(newcomer.name, newcomer.from).conflict;
  joining.who = room_.reserve(std::move(newcomer.name), newcomer.from, newcomer.ends_lines, now).id;
  if (newcomer.from.session != 0)
    room_.set_capabilities(joining.who, capabilities_of(newcomer.from.session));
  come_or_go(std::move(joining), now);
}

void Relay::come_or_go(room::Event event, Moment now) {
  turnstile_.wait(std::move(event));
  usher(now);
}

void Relay::submit(const room::Event& event, Moment now) {
  numbers_.submitted();
  judge_.submit(event, now);
}

void Relay::usher(Moment now) {
  const size_t in_sessions = room_.in_sessions();
  const size_t notice = wire::weight(room_.present() - in_sessions, in_sessions);
  while (const auto event = turnstile_.next(notice)) submit(*event, now);
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

void Relay::say(const room::Speaking& line, Moment now, wire::Outbox& out) {
  if (!may_speak(line.who, now, out)) return;
  if (!has_room_for_line_of(line.who)) {
    ++stats_.shed;
    if (complaints_.take(line.who, now.steady) == Pass::yes)
      tell(line.who, judge_.phrases().busy, out);
    return;
  }
  say_now(line, 0, now, out);
}

bool Relay::has_room_for_line_of(room::MemberId who) const {
  return !judge_.busy() && load_.has_room_for(who, room_.present());
}

void Relay::say_now(const room::Speaking& line, uint64_t number, Moment now, wire::Outbox& out) {
  const auto muted_for = penalties_.muted_for(*room_.find(line.who), now.trusted);
  if (muted_for > Duration::zero()) {
    ++stats_.refused;
    return refuse_line(line.who, number, "muted", with_length(judge_.phrases().muted, muted_for),
                       out);
  }
  auto& saying = std::get<room::Saying>(line_);
  saying.who = line.who;
  wire::make_visible(line.text, saying.text);
  ++said_;
  saying.number = numbers_.next(log_.last());
  saying.line = number;
  load_.took_line_of(line.who, now.steady);
  submit(line_, now);
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
  come_or_go(room::Leaving{who, why}, now);
  for (auto& newcomer : doorstep_.freed_by(who)) propose_join(std::move(newcomer), now);
}

// ── What is said to one ─────────────────────────────────────────────────────────────────────────

void Relay::welcome(const room::Member& member, Moment now, wire::Outbox& out) {
  if (!member.ticket)
    return out.send(
        wire::in_line_form(judge_.phrases().classic.welcome_of(member.name), member.ends_lines),
        member.endpoint);
  out.send(wire::encode(wire::SessionAnswer(welcome_for(member, settings_, room_.present()))),
           member.endpoint);
  const auto left = penalties_.muted_for(member, now.trusted);
  if (left > WallTime::duration::zero()) send_mute_state(member, left, out);
}

void Relay::refuse(std::string_view why, const wire::Endpoint& to, bool ends_lines,
                   wire::Outbox& out) {
  if (to.session != 0)
    out.send(wire::encode(wire::SessionAnswer(wire::Refusal{wire::visible(why)})), to);
  else
    out.send(wire::in_line_form(wire::reason(why, judge_.phrases().classic), ends_lines), to);
}

void Relay::end(const wire::Endpoint& to, bool ends_lines, wire::Parting why, wire::Outbox& out) {
  if (to.session == 0)
    return out.send(wire::in_line_form(judge_.phrases().classic.end, ends_lines), to);
  out.send(wire::encode(wire::SessionAnswer(wire::End{})), to);
  out.close(to.session, why);
  guessed_.erase(to.session);
  capabilities_.erase(to.session);
}

}  // namespace moonroom::relay
