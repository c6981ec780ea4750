#include "relay/presence.h"

#include <chrono>
#include <vector>

namespace moonroom::relay {
namespace {

// The limits are minutes and hours, so twice a minute is accurate enough.
constexpr auto kBetweenChecks = std::chrono::seconds(30);

// An absence is announced after this time; a restart of the host or a change of the network is
// shorter.
constexpr auto kAwayNoticeDelay = std::chrono::seconds(45);

// A session shows by itself whether it is alive; a text member only by their messages.
bool is_expired(const room::Member& member, const Settings& settings, SteadyTime now) {
  if (member.by_session()) return member.away && now - *member.away >= settings.away_limit;
  return now - member.last_seen >= settings.idle_limit;
}

}  // namespace

void Presence::on_silent(wire::SessionId session, const Turn& turn) {
  const auto* member = parts_.state.room.in_session(session);
  if (!member || member->stage != room::Stage::present) return;
  parts_.state.room.mark_away(member->id, true, turn.now.steady);
  announce_away(*member, turn);
}

void Presence::on_heard_again(wire::SessionId session, const Turn& turn) {
  const auto* member = parts_.state.room.in_session(session);
  if (!member || !member->away) return;
  const bool was_announced = member->away_announced;
  parts_.state.room.mark_online(member->id);
  report_back(*member, was_announced, turn);
}

void Presence::on_over(wire::SessionId session, Moment now) {
  parts_.membership.forget_session(session);
  const auto* member = parts_.state.room.in_session(session);
  if (!member) return;
  if (member->stage == room::Stage::joining)
    return parts_.membership.begin_leave(member->id, room::LeaveReason::gone, now);
  parts_.state.room.mark_away(member->id, false, now.steady);
}

void Presence::on_unreachable(const wire::Endpoint& dead, Moment now) {
  const auto* member = parts_.state.room.at(dead);
  if (member) parts_.membership.begin_leave(member->id, room::LeaveReason::gone, now);
}

void Presence::report_back(const room::Member& member, bool was_announced, const Turn& turn) {
  if (was_announced)
    parts_.poster.report(member, "back", parts_.state.host_messages.back, {}, turn);
}

void Presence::check(const Turn& turn) {
  next_check_ = turn.now.steady + kBetweenChecks;
  announce_overdue_away(turn);
  std::vector<room::MemberId> expired;
  for (const auto& [id, member] : parts_.state.room.all())
    if (member.stage == room::Stage::present &&
        is_expired(member, parts_.settings, turn.now.steady))
      expired.push_back(id);
  for (const auto id : expired)
    parts_.membership.begin_leave(id, room::LeaveReason::timeout, turn.now);
}

void Presence::announce_overdue_away(const Turn& turn) {
  for (const auto& [id, member] : parts_.state.room.all())
    if (member.stage == room::Stage::present && member.away && !member.away_announced &&
        turn.now.steady - *member.away >= kAwayNoticeDelay)
      announce_away(member, turn);
}

void Presence::announce_away(const room::Member& member, const Turn& turn) {
  if (member.away_announced) return;
  parts_.state.room.mark_away_announced(member.id);
  parts_.poster.report(member, "lost", parts_.state.host_messages.lost, {}, turn);
}

}  // namespace moonroom::relay
