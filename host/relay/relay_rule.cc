// The relay's administrator, and what time brings.
#include <algorithm>

#include "relay/relay.h"
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

std::vector<std::string> Relay::neighbours_of(const room::Member& member) const {
  const auto source = wire::source_of(member.endpoint.address);
  std::vector<std::string> names;
  for (const auto& [id, other] : room_.members())
    if (id != member.id && other.stage == room::Stage::present &&
        source.contains(other.endpoint.address))
      names.push_back(other.name);
  return names;
}

Relay::Muted Relay::mute(room::MemberId who, Duration length, Moment now) {
  const auto* member = room_.find(who);
  if (!member) return {};
  if (length <= Duration::zero()) {
    record(penalties_.unmute(*member, now.trusted));
    return {true, {}};
  }
  auto neighbours = neighbours_of(*member);
  const auto until = now.trusted + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = room::mute_of(*member, neighbours.empty(), room_.last(), until);
  penalties_.mute(mute, now.trusted);
  record(mute);
  return {true, std::move(neighbours)};
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
  for (const auto id : out_of_here) {
    banned.removed.push_back(room_.find(id)->name);
    send_away(*room_.find(id), room::Why::ban, reason_of(ban), now, out);
  }
  return banned;
}

std::vector<room::Ban> Relay::unban(const room::Ban& ban, Moment now) {
  auto lifted = penalties_.unban(ban, now.trusted);
  for (const auto& each : lifted) record(room::BanUntil{each, now.trusted});
  return lifted;
}

const std::string& Relay::reason_of(const room::Ban& ban) const {
  return ban.reason.empty() ? judge_.phrases().banned : ban.reason;
}

void Relay::send_away(const room::Member& member, room::Why why, std::string_view reason,
                      Moment now, wire::Outbox& out) {
  if (!reason.empty()) tell(member.id, reason, out);
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
    for (const auto& timer : timers_.due(now.steady)) judge_.submit(timer, now);
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
