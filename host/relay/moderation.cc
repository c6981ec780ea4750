#include "relay/moderation.h"

#include <chrono>

#include "room/name.h"
#include "wire/session_text.h"

namespace moonroom::relay {

bool Moderation::kick(room::MemberId who, std::string_view reason, const Turn& turn) {
  const auto* member = parts_.state.room.find(who);
  if (!member || member->stage != room::Stage::present) return false;
  const auto& host_messages = parts_.state.host_messages;
  parts_.poster.report(*member, "kick", host_messages.was_removed, reason, turn);
  disconnect(*member, room::LeaveReason::kick,
             room::with_reason(host_messages, host_messages.you_were_removed, reason), turn);
  return true;
}

Muted Moderation::mute(room::MemberId who, Duration length, const Turn& turn) {
  auto& state = parts_.state;
  const auto now = turn.now.trusted;
  const auto* member = state.room.find(who);
  if (!member) return {};
  const auto before = mute_times(turn.now);
  if (length <= Duration::zero()) {
    if (state.sanctions.is_muted(*member, now))
      parts_.replies.tell(who, state.host_messages.mute_ends, turn);
    parts_.effects.changes.emplace_back(state.sanctions.unmute(*member, now));
    report_mutes(before, turn);
    return {true, {}};
  }
  auto neighbours = state.room.neighbours_of(*member);
  const auto until = now + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = room::mute_of(*member, neighbours.empty(), state.room.last_id(), until);
  state.sanctions.mute(mute, now);
  parts_.effects.changes.emplace_back(mute);
  parts_.replies.tell(
      who, room::with_length(state.host_messages, state.host_messages.mute_begins, length), turn);
  report_mutes(before, turn);
  return {true, std::move(neighbours)};
}

bool Moderation::mute_absent(std::string_view name, Duration length, Moment now) {
  const auto normal = room::normal_name(name);
  const auto until = now.trusted + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = normal ? room::mute_of(*normal, until) : std::nullopt;
  if (!mute) return false;
  parts_.state.sanctions.mute(*mute, now.trusted);
  parts_.effects.changes.emplace_back(*mute);
  return true;
}

bool Moderation::unmute(std::string_view name, const Turn& turn) {
  auto& state = parts_.state;
  const auto now = turn.now.trusted;
  std::vector<room::MemberId> muted;
  for (const auto& [id, member] : state.room.all())
    if (state.sanctions.is_muted(member, now)) muted.push_back(id);
  const auto before = mute_times(turn.now);
  const auto lifted = state.sanctions.unmute(name, now);
  for (const auto& each : lifted) parts_.effects.changes.emplace_back(each);
  for (const auto id : muted)
    if (!state.sanctions.is_muted(*state.room.find(id), now))
      parts_.replies.tell(id, state.host_messages.mute_ends, turn);
  report_mutes(before, turn);
  return !lifted.empty();
}

Moderation::MuteTimes Moderation::mute_times(Moment now) const {
  MuteTimes times;
  for (const auto& [id, member] : parts_.state.room.all())
    if (member.capabilities.mutes && member.is_reachable())
      times.emplace_back(id, parts_.state.sanctions.muted_for(member, now.trusted));
  return times;
}

// A mute of a source, and its end, also affect other members at that source.
void Moderation::report_mutes(const MuteTimes& before, const Turn& turn) const {
  for (const auto& [id, left_before] : before) {
    const auto* member = parts_.state.room.find(id);
    if (!member) continue;
    const auto left = parts_.state.sanctions.muted_for(*member, turn.now.trusted);
    if (left != left_before) parts_.replies.send_mute_state(*member, left, turn);
  }
}

Banned Moderation::ban(const room::Ban& ban, const Turn& turn) {
  auto& state = parts_.state;
  const auto now = turn.now.trusted;
  if (ban.length <= Duration::zero()) return {!unban(ban, turn.now).empty(), {}};
  if (!state.sanctions.ban(ban, now)) return {};
  const auto length = std::chrono::duration_cast<WallTime::duration>(ban.length);
  parts_.effects.changes.emplace_back(room::BanRecord{ban, now + length});
  std::vector<room::MemberId> banned;
  for (const auto& [id, member] : state.room.all())
    if (member.stage != room::Stage::leaving &&
        state.sanctions.find_ban(member.name, member.endpoint.address, now))
      banned.push_back(id);
  Banned done{true, {}};
  for (const auto id : banned) {
    done.removed.push_back(state.room.find(id)->name);
    remove_banned(*state.room.find(id), ban, turn);
  }
  return done;
}

void Moderation::remove_banned(const room::Member& member, const room::Ban& ban, const Turn& turn) {
  const auto& host_messages = parts_.state.host_messages;
  if (member.stage == room::Stage::present)
    parts_.poster.report(member, "ban",
                         room::with_length(host_messages, host_messages.was_banned, ban.length),
                         ban.reason, turn);
  const auto words = room::with_length(host_messages, host_messages.you_were_banned, ban.length);
  disconnect(member, room::LeaveReason::ban, room::with_reason(host_messages, words, ban.reason),
             turn);
}

std::vector<room::Ban> Moderation::unban(const room::Ban& ban, Moment now) {
  auto lifted = parts_.state.sanctions.unban(ban, now.trusted);
  for (const auto& each : lifted)
    parts_.effects.changes.emplace_back(room::BanRecord{each, now.trusted});
  return lifted;
}

void Moderation::close(const Turn& turn) {
  const auto& room = parts_.state.room;
  std::vector<room::MemberId> everybody;
  for (const auto& [id, member] : room.all())
    if (member.stage != room::Stage::leaving) everybody.push_back(id);
  for (const auto id : everybody)
    disconnect(*room.find(id), room::LeaveReason::shutdown, parts_.state.host_messages.closing,
               turn);
}

void Moderation::disconnect(const room::Member& member, room::LeaveReason why,
                            const std::string& words, const Turn& turn) {
  const auto session = member.endpoint.session;
  parts_.replies.tell(member.id, words, turn);
  parts_.replies.end(peer_of(member), wire::Parting::removed, turn);
  if (session != 0) parts_.membership.forget_session(session);
  parts_.membership.begin_leave(member.id, why, turn.now);
}

}  // namespace moonroom::relay
