#include "relay/presence.h"

#include <chrono>
#include <string_view>
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
  if (member.can_resume()) return member.away && now - *member.away >= settings.away_limit;
  return now - member.last_seen >= settings.idle_limit;
}

// The member can have left since the event was submitted.
void report(const Presence::Parts& parts, room::MemberId who, std::string_view kind,
            std::string_view phrase, const Turn& turn) {
  const auto* member = parts.state.room.find(who);
  if (member && member->stage == room::Stage::present)
    parts.poster.report(*member, kind, phrase, {}, turn);
}

}  // namespace

void Presence::on_silent(wire::SessionId session, Moment now) {
  const auto* member = parts_.state.room.in_session(session);
  if (!member || member->stage != room::Stage::present) return;
  parts_.state.room.mark_away(member->id, true, now.steady);
  submit_away(*member, now);
}

void Presence::on_heard_again(wire::SessionId session, Moment now) {
  const auto* member = parts_.state.room.in_session(session);
  if (member && member->away) on_back(member->id, now);
}

void Presence::on_back(room::MemberId who, Moment now) {
  const bool was_announced = parts_.state.room.find(who)->away_announced;
  parts_.state.room.mark_online(who);
  if (was_announced) parts_.gate.submit(room::BackEvent{who}, now);
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

void Presence::submit_away(const room::Member& member, Moment now) {
  if (member.away_announced) return;
  parts_.state.room.mark_away_announced(member.id);
  parts_.gate.submit(room::AwayEvent{member.id}, now);
}

void Presence::apply(const room::AwayEvent& event, const Turn& turn) {
  report(parts_, event.who, "lost", parts_.state.host_messages.lost, turn);
}

void Presence::apply(const room::BackEvent& event, const Turn& turn) {
  report(parts_, event.who, "back", parts_.state.host_messages.back, turn);
}

void Presence::check(Moment now) {
  next_check_ = now.steady + kBetweenChecks;
  std::vector<room::MemberId> expired;
  for (const auto& [id, member] : parts_.state.room.all()) {
    if (member.stage != room::Stage::present) continue;
    if (member.away && now.steady - *member.away >= kAwayNoticeDelay) submit_away(member, now);
    if (is_expired(member, parts_.settings, now.steady)) expired.push_back(id);
  }
  for (const auto id : expired) parts_.membership.begin_leave(id, room::LeaveReason::timeout, now);
}

}  // namespace moonroom::relay
