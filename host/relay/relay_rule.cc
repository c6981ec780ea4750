// The relay's administrator, and what time brings.
#include <algorithm>

#include "relay/relay.h"
#include "room/name.h"
#include "wire/prefix.h"
#include "wire/text.h"

namespace moonroom::relay {
namespace {

// The limits are minutes and hours: looking twice a minute is exact enough.
constexpr auto kIdleCheck = std::chrono::seconds(30);

bool is_too_silent(const room::Member& member, const Settings& settings, SteadyTime now) {
  // Whether a session lives is known; only of a text member his words are all there is.
  if (member.by_session()) return member.away && now - *member.away >= settings.away_limit;
  return now - member.heard >= settings.idle_limit;
}

}  // namespace

bool Relay::announce(std::string_view text, Moment now) {
  if (judge_.busy()) return false;
  submit(room::Announcing{wire::visible(text)}, now);
  return true;
}

bool Relay::command(std::string_view text, Moment now) {
  if (judge_.busy()) return false;
  submit(room::Commanding{wire::visible(text)}, now);
  return true;
}

bool Relay::kick(room::MemberId who, std::string_view reason, Moment now, wire::Outbox& out) {
  const auto* member = room_.find(who);
  if (!member || member->stage != room::Stage::present) return false;
  const auto& phrases = judge_.phrases();
  report_removal(*member, "kick", phrases.was_removed, reason, now, out);
  send_away(*member, room::Why::kick, room::with_reason(phrases, phrases.you_were_removed, reason),
            now, out);
  return true;
}

std::vector<std::string> Relay::neighbours_of(const room::Member& member) const {
  const auto source = wire::source_of(member.endpoint.address);
  std::vector<std::string> names;
  for (const auto& [id, other] : room_.members())
    if (id != member.id && other.stage == room::Stage::present &&
        source.contains(other.endpoint.address))
      names.push_back(other.name);
  return names;
}

Relay::Muted Relay::mute(room::MemberId who, Duration length, Moment now, wire::Outbox& out) {
  const auto* member = room_.find(who);
  if (!member) return {};
  const auto before = mute_times(now);
  if (length <= Duration::zero()) {
    if (penalties_.is_muted(*member, now.trusted)) tell(who, judge_.phrases().mute_ends, out);
    record(penalties_.unmute(*member, now.trusted));
    report_mutes(before, now, out);
    return {true, {}};
  }
  auto neighbours = neighbours_of(*member);
  const auto until = now.trusted + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = room::mute_of(*member, neighbours.empty(), room_.last(), until);
  penalties_.mute(mute, now.trusted);
  record(mute);
  tell(who, with_length(judge_.phrases().mute_begins, length), out);
  report_mutes(before, now, out);
  return {true, std::move(neighbours)};
}

Relay::MuteTimes Relay::mute_times(Moment now) const {
  MuteTimes times;
  for (const auto& [id, member] : room_.members())
    if (member.capabilities.mutes && member.hears())
      times.emplace_back(id, penalties_.muted_for(member, now.trusted));
  return times;
}

// A mute of a source, and its end, also concern others who came from there.
void Relay::report_mutes(const MuteTimes& before, Moment now, wire::Outbox& out) {
  for (const auto& [id, left_before] : before) {
    const auto* member = room_.find(id);
    const auto left = member ? penalties_.muted_for(*member, now.trusted) : left_before;
    if (left != left_before) send_mute_state(*member, left, out);
  }
}

void Relay::send_mute_state(const room::Member& member, WallTime::duration left,
                            wire::Outbox& out) {
  if (!member.capabilities.mutes) return;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  const auto shown = std::clamp<int64_t>(seconds, 0, wire::kMaxMutedSeconds);
  out.send(wire::encode(wire::SessionAnswer(wire::Muted{static_cast<uint64_t>(shown)})),
           member.endpoint);
}

bool Relay::mute_absent(std::string_view name, Duration length, Moment now) {
  const auto normal = room::normal_name(name);
  const auto until = now.trusted + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = normal ? room::mute_of(*normal, until) : std::nullopt;
  if (!mute) return false;
  penalties_.mute(*mute, now.trusted);
  record(*mute);
  return true;
}

bool Relay::unmute(std::string_view name, Moment now, wire::Outbox& out) {
  std::vector<room::MemberId> muted;
  for (const auto& [id, member] : room_.members())
    if (penalties_.is_muted(member, now.trusted)) muted.push_back(id);
  const auto before = mute_times(now);
  const auto lifted = penalties_.unmute(name, now.trusted);
  for (const auto& each : lifted) record(each);
  for (const auto id : muted)
    if (!penalties_.is_muted(*room_.find(id), now.trusted))
      tell(id, judge_.phrases().mute_ends, out);
  report_mutes(before, now, out);
  return !lifted.empty();
}

Relay::Banned Relay::ban(const room::Ban& ban, Moment now, wire::Outbox& out) {
  if (ban.length <= Duration::zero()) return {!unban(ban, now).empty(), {}};
  if (!penalties_.ban(ban, now.trusted)) return {};
  const auto length = std::chrono::duration_cast<WallTime::duration>(ban.length);
  record(room::BanUntil{ban, now.trusted + length});
  std::vector<room::MemberId> out_of_here;
  for (const auto& [id, member] : room_.members())
    if (member.stage != room::Stage::leaving &&
        penalties_.ban_of(member.name, member.endpoint.address, now.trusted))
      out_of_here.push_back(id);
  Banned banned{true, {}};
  const auto& phrases = judge_.phrases();
  for (const auto id : out_of_here) {
    const auto& member = *room_.find(id);
    banned.removed.push_back(member.name);
    report_removal(member, "ban", with_length(phrases.was_banned, ban.length), ban.reason, now,
                   out);
    send_away(
        member, room::Why::ban,
        room::with_reason(phrases, with_length(phrases.you_were_banned, ban.length), ban.reason),
        now, out);
  }
  return banned;
}

std::vector<room::Ban> Relay::unban(const room::Ban& ban, Moment now) {
  auto lifted = penalties_.unban(ban, now.trusted);
  for (const auto& each : lifted) record(room::BanUntil{each, now.trusted});
  return lifted;
}

std::string Relay::with_length(const std::string& phrase, Duration length) const {
  return room::filled(phrase, "{length}", room::length_in_words(judge_.phrases(), length));
}

std::string Relay::words_of(const room::BanUntil& ban, Moment now) const {
  const auto& phrases = judge_.phrases();
  return room::with_reason(phrases, with_length(phrases.banned, ban.until - now.trusted),
                           ban.ban.reason);
}

// The others only: the member is told by `send_away`.
void Relay::report_removal(const room::Member& member, std::string_view kind,
                           const std::string& words, std::string_view reason, Moment now,
                           wire::Outbox& out) {
  if (member.stage != room::Stage::present) return;
  const auto& phrases = judge_.phrases();
  room::Post news;
  news.kind = kind;
  news.from = member.name;
  news.text = reason;
  news.line = room::with_reason(phrases, room::filled(words, "{name}", member.name), reason);
  news.audience = {room::Audience::Kind::others, {member.id}};
  post(news, now, out);
}

void Relay::send_away(const room::Member& member, room::Why why, const std::string& words,
                      Moment now, wire::Outbox& out) {
  tell(member.id, words, out);
  end(member.endpoint, member.ends_lines, wire::Parting::removed, out);
  depart(member.id, why, now);
}

void Relay::close(Moment now, wire::Outbox& out) {
  for (const auto& newcomer : doorstep_.patient(SteadyTime::max()))
    refuse(judge_.phrases().closing, newcomer.from, newcomer.ends_lines, out);
  std::vector<room::MemberId> everybody;
  for (const auto& [id, member] : room_.members())
    if (member.stage != room::Stage::leaving) everybody.push_back(id);
  for (const auto id : everybody)
    send_away(*room_.find(id), room::Why::shutdown, judge_.phrases().closing, now, out);
  hurry(now);
}

void Relay::hurry(Moment now) {
  turnstile_.open();
  usher(now);
}

void Relay::tick(Moment now, wire::Outbox& out) {
  log_.trim();
  for (auto& newcomer : doorstep_.patient(now.steady)) propose_join(std::move(newcomer), now);
  // What a timer does can wait; a line can not. A late timer fires when there is room.
  if (!judge_.busy())
    for (const auto& timer : timers_.due(now.steady)) submit(timer, now);
  release_backlog(now, out);
  if (now.steady >= next_idle_check_) send_home_the_silent(now, out);
}

void Relay::send_home_the_silent(Moment now, wire::Outbox& out) {
  next_idle_check_ = now.steady + kIdleCheck;
  miss_the_lost(now, out);
  unproved_.expire(now.steady);
  std::vector<room::MemberId> silent;
  for (const auto& [id, member] : room_.members())
    if (member.stage == room::Stage::present && is_too_silent(member, settings_, now.steady))
      silent.push_back(id);
  for (const auto id : silent) depart(id, room::Why::timeout, now);
}

std::optional<SteadyTime> Relay::next_due() const {
  std::optional<SteadyTime> due = next_idle_check_;
  for (const auto& next : {judge_.busy() ? std::nullopt : timers_.next(), doorstep_.next()})
    if (next) due = std::min(*due, *next);
  if (!backlog_.empty()) due = std::min(*due, next_release_);
  return due;
}

}  // namespace moonroom::relay
