// What the relay does for those who speak in sessions: passwords, coming in and coming back, lines
// that are counted, and the silence of a connection that is lost.
#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "relay/relay.h"
#include "wire/classic.h"
#include "wire/sealed.h"
#include "wire/text.h"

namespace moonroom::relay {
namespace {

// How long an absence may last before the room is told: a host that is started again, or a walk
// from one network to the next, is nobody's business.
constexpr auto kUnnoticed = std::chrono::seconds(45);

// Finer than the rate at which anybody may speak needs no clock.
constexpr auto kBetweenReleases = std::chrono::milliseconds(25);

// As long for every wrong word of the same length, so that answers do not tell how much was right.
bool same_secret(std::string_view one, std::string_view other) {
  unsigned difference = one.size() == other.size() ? 0 : 1;
  for (size_t at = 0; at < one.size() && at < other.size(); ++at)
    difference |= static_cast<unsigned>(one[at] ^ other[at]);
  return difference == 0;
}

}  // namespace

void Relay::handle_message(const wire::Datagram& in, Moment now, wire::Outbox& out) {
  ++stats_.received;
  const auto request = wire::decode_session_request(in.bytes);
  if (!request) {
    ++stats_.malformed;
    return;
  }
  room_.heard_from(in.from, now);
  std::visit(Overloaded{
                 [&](const wire::Capabilities& it) { capabilities_[in.from.session] = it; },
                 [&](const wire::Password& it) { try_password(it.word, in.from, now); },
                 [&](const wire::ComeIn& it) { come_in(it.name, in.from, now, out); },
                 [&](const wire::ComeBack& it) { come_back(it, in.from, now, out); },
                 [&](const wire::Say& it) { say_in_session(it, in.from, now, out); },
                 [&](const wire::Leave&) { leave_session(in.from, now, out); },
             },
             *request);
}

// ── Coming in, and back ─────────────────────────────────────────────────────────────────────────

wire::Capabilities Relay::capabilities_of(wire::SessionId session) const {
  const auto found = capabilities_.find(session);
  return found == capabilities_.end() ? wire::Capabilities() : found->second;
}

// Not answered: whoever says it comes in next, and hears then what became of it.
void Relay::try_password(std::string_view word, const wire::Endpoint& from, Moment now) {
  if (!is_locked_for(from)) return;
  const bool slowed = guesses_.take(from.address, now.steady) != Pass::yes;
  const bool right = !slowed && same_secret(word, settings_.password);
  if (slowed) ++stats_.slowed;
  if (right) guesses_.forget(from.address);
  guessed_[from.session] = right ? Guess::right : slowed ? Guess::too_often : Guess::wrong;
}

bool Relay::is_locked_for(const wire::Endpoint& from) const {
  if (settings_.password.empty()) return false;
  const auto guess = guessed_.find(from.session);
  return guess == guessed_.end() || guess->second != Guess::right;
}

void Relay::turn_away_locked_out(const wire::Endpoint& from, bool ends_lines, wire::Outbox& out) {
  ++stats_.refused;
  const auto& phrases = judge_.phrases();
  if (from.session == 0) return refuse(phrases.needs_password, from, ends_lines, out);
  const auto guess = guessed_.find(from.session);
  const auto& why = guess == guessed_.end()             ? phrases.needs_password
                    : guess->second == Guess::too_often ? phrases.too_many_guesses
                                                        : phrases.wrong_password;
  out.send(wire::encode(wire::SessionAnswer(wire::Locked{wire::visible(why)})), from);
}

void Relay::come_in(std::string_view name, const wire::Endpoint& from, Moment now,
                    wire::Outbox& out) {
  auto meaning = room_.interpret(from, {wire::Verb::login, name, {}, false});
  if (const auto* here = std::get_if<room::AlreadyIn>(&meaning))
    return welcome(*room_.find(here->who), now, out);
  if (auto* wish = std::get_if<room::WantsIn>(&meaning))
    login(std::move(*wish), from, false, now, out);
}

void Relay::come_back(const wire::ComeBack& wish, const wire::Endpoint& from, Moment now,
                      wire::Outbox& out) {
  const auto* member = room_.holder_of(settings_.digest(wish.token));
  if (!member) return out.send(wire::encode(wire::SessionAnswer(wire::Gone{})), from);
  if (const auto* ban = penalties_.ban_of(member->name, from.address, now.trusted))
    return refuse(words_of(*ban, now), from, false, out);
  const auto* other = room_.at(from);
  if (other && other != member) depart(other->id, room::Why::replaced, now);
  const auto before = member->endpoint.session;
  if (before != 0 && before != from.session) {
    guessed_.erase(before);
    capabilities_.erase(before);
    out.close(before, wire::Parting::evicted);
  }
  const bool was_missed = member->missed;
  room_.move(member->id, from, wish.token, now);
  room_.set_capabilities(member->id, capabilities_of(from.session));
  keep_seat(*member);
  ++stats_.returns;
  welcome(*member, now, out);
  replay(*member, wish.number, out);
  if (was_missed) report(*member, "back", judge_.phrases().back, now, out);
}

void Relay::replay(const room::Member& member, uint64_t heard, wire::Outbox& out) {
  const auto from = std::max(heard, member.ticket->behind);
  const auto& entries = log_.entries();
  if (from < log_.last() && (entries.empty() || entries.front().number > from + 1))
    tell(member.id, judge_.phrases().missed_too_much, out);
  for (const auto& entry : log_.after(from)) {
    auto flags = flags_of(entry.post);
    // Who has left cannot be asked how he was known.
    if (entry.post.kind == "message" && !room_.named(entry.post.from)) flags |= wire::Line::kByText;
    delivery_.deliver_to(member, entry, flags | wire::Line::kReplayed, out);
  }
}

// ── Talking and leaving ─────────────────────────────────────────────────────────────────────────

void Relay::say_in_session(const wire::Say& said, const wire::Endpoint& from, Moment now,
                           wire::Outbox& out) {
  const auto* author = room_.at(from);
  if (!author || author->stage != room::Stage::present) {
    ++stats_.strangers;
    return;
  }
  if (!room_.take_line(author->id, said.line)) return;  // Said again after a break.
  if (said.text.size() > wire::kMaxRequest) {
    ++stats_.refused;
    return refuse_line(author->id, said.line, "too-long", judge_.phrases().too_long, out);
  }
  const bool waits = backlog_.holds(author->id) || !has_room_for_line_of(author->id);
  if (const auto pass = waits ? Pass::no : lines_.take(author->id, now.steady); pass != Pass::yes) {
    if (pass == Pass::no_and_say_so) tell(author->id, judge_.phrases().held, out);
    if (backlog_.hold(author->id, {room::Saying{author->id, std::string(said.text), 0, said.line}}))
      return;
    ++stats_.slowed;
    return refuse_line(author->id, said.line, "too-fast", judge_.phrases().slow, out);
  }
  say_now({author->id, said.text}, said.line, now, out);
}

void Relay::leave_session(const wire::Endpoint& from, Moment now, wire::Outbox& out) {
  const auto* member = room_.at(from);
  if (member && backlog_.holds(member->id)) {
    backlog_.hold(member->id, {});
    return;
  }
  quit(from, false, member ? member->id : 0, now, out);
}

void Relay::release_backlog(Moment now, wire::Outbox& out) {
  if (backlog_.empty() || now.steady < next_release_) return;
  next_release_ = now.steady + kBetweenReleases;
  auto released = backlog_.release([&](room::MemberId who) {
    return has_room_for_line_of(who) && lines_.take(who, now.steady) == Pass::yes;
  });
  for (auto& [who, held] : released) {
    const auto* member = room_.find(who);
    if (!member || member->stage != room::Stage::present) continue;
    if (held.saying)
      say_now({who, held.saying->text}, held.saying->line, now, out);
    else
      quit(member->endpoint, false, who, now, out);
  }
}

// The keys went with the host that had them. Whoever hears this comes back at once; others find out
// when they speak.
void Relay::tell_session_is_over(wire::Endpoint where, wire::Outbox& out) {
  const auto hint = wire::hint(std::exchange(where.session, 0));
  out.send(std::string_view(hint.data(), hint.size()), where);
}

// ── The connection ──────────────────────────────────────────────────────────────────────────────

void Relay::session_silent(wire::SessionId session, Moment now, wire::Outbox& out) {
  const auto* member = room_.at({{}, 0, session, {}});
  if (!member || member->stage != room::Stage::present) return;
  room_.lose(member->id, true, now.steady);
  miss(*member, now, out);
}

void Relay::session_heard_again(wire::SessionId session, Moment now, wire::Outbox& out) {
  const auto* member = room_.at({{}, 0, session, {}});
  if (!member || !member->away) return;
  const bool was_missed = member->missed;
  room_.find_again(member->id);
  if (was_missed) report(*member, "back", judge_.phrases().back, now, out);
}

void Relay::session_over(wire::SessionId session, Moment now) {
  guessed_.erase(session);
  capabilities_.erase(session);
  const auto* member = room_.at({{}, 0, session, {}});
  if (!member) return;
  if (member->stage == room::Stage::joining) return depart(member->id, room::Why::gone, now);
  room_.lose(member->id, false, now.steady);
}

void Relay::miss_the_lost(Moment now, wire::Outbox& out) {
  for (const auto& [id, member] : room_.members())
    if (member.stage == room::Stage::present && member.away && !member.missed &&
        now.steady - *member.away >= kUnnoticed)
      miss(member, now, out);
}

void Relay::miss(const room::Member& member, Moment now, wire::Outbox& out) {
  if (member.missed) return;
  room_.miss(member.id);
  report(member, "lost", judge_.phrases().lost, now, out);
}

void Relay::report(const room::Member& member, std::string_view kind, std::string_view phrase,
                   Moment now, wire::Outbox& out) {
  room::Post news;
  news.kind = kind;
  news.from = member.name;
  news.line = room::filled(phrase, "{name}", member.name);
  news.audience = {room::Audience::Kind::others, {member.id}};
  post(news, now, out);
}

}  // namespace moonroom::relay
