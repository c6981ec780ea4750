#include "relay/moderation.h"

#include <chrono>
#include <variant>

#include "room/name.h"
#include "wire/session_text.h"

namespace moonroom::relay {

SanctionResult Moderation::apply(const room::Sanction& sanction, const Turn& turn) {
  return std::visit([&](const auto& it) { return impose(it, turn); }, sanction);
}

SanctionResult Moderation::impose(const room::Kick& kick, const Turn& turn) {
  const auto* member = parts_.state.room.find(kick.who);
  if (!member || member->stage != room::Stage::present) return {kick};
  const auto& host_messages = parts_.state.host_messages;
  parts_.poster.report(*member, "kick", host_messages.was_removed, kick.reason, turn);
  disconnect(*member, room::LeaveReason::kick,
             room::with_reason(host_messages, host_messages.you_were_removed, kick.reason), turn);
  return {kick, true, member->name};
}

// ── Mutes ───────────────────────────────────────────────────────────────────────────────────────

SanctionResult Moderation::impose(const room::Mute& sanction, const Turn& turn) {
  const auto* member = parts_.state.room.find(sanction.who);
  if (!member) return {sanction};
  SanctionResult result{sanction, true, member->name};
  const auto before = mute_times(turn.now);
  if (sanction.length <= Duration::zero()) {
    unmute(*member, turn);
  } else {
    result.source = wire::source_of(member->connection.endpoint.address);
    result.neighbours = parts_.state.room.neighbours_of(*member);
    mute(*member, result.neighbours.empty(), sanction.length, turn);
  }
  report_mutes(before, turn);
  return result;
}

void Moderation::mute(const room::Member& member, bool with_source, Duration length,
                      const Turn& turn) {
  auto& state = parts_.state;
  const auto until = turn.now.trusted + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = room::mute_of(member, with_source, state.room.last_id(), until);
  state.sanctions.mute(mute, turn.now.trusted);
  parts_.effects.changes.emplace_back(mute);
  parts_.replies.tell(
      member.id, room::with_length(state.host_messages, state.host_messages.mute_begins, length),
      turn);
}

void Moderation::unmute(const room::Member& member, const Turn& turn) {
  auto& state = parts_.state;
  if (state.sanctions.is_muted(member, turn.now.trusted))
    parts_.replies.tell(member.id, state.host_messages.mute_ends, turn);
  parts_.effects.changes.emplace_back(state.sanctions.unmute(member, turn.now.trusted));
}

// A member can be muted under another name at the same source, too.
SanctionResult Moderation::impose(const room::NameMute& sanction, const Turn& turn) {
  SanctionResult result{sanction};
  if (sanction.length > Duration::zero()) {
    result.is_done = mute_name(sanction.name, sanction.length, turn);
    return result;
  }
  const auto before = mute_times(turn.now);
  const auto* member = parts_.state.room.find_by_name(sanction.name);
  if (member) result.name = member->name;
  result.is_done = unmute_name(member ? member->name : sanction.name, turn) || member;
  if (member) unmute(*member, turn);
  report_mutes(before, turn);
  return result;
}

bool Moderation::mute_name(std::string_view name, Duration length, const Turn& turn) {
  const auto normal = room::normal_name(name);
  const auto until = turn.now.trusted + std::chrono::duration_cast<WallTime::duration>(length);
  const auto mute = normal ? room::mute_of(*normal, until) : std::nullopt;
  if (!mute) return false;
  parts_.state.sanctions.mute(*mute, turn.now.trusted);
  parts_.effects.changes.emplace_back(*mute);
  return true;
}

bool Moderation::unmute_name(std::string_view name, const Turn& turn) {
  auto& state = parts_.state;
  const auto now = turn.now.trusted;
  std::vector<room::MemberId> muted;
  for (const auto& [id, member] : state.room.all())
    if (state.sanctions.is_muted(member, now)) muted.push_back(id);
  const auto lifted = state.sanctions.unmute(name, now);
  for (const auto& each : lifted) parts_.effects.changes.emplace_back(each);
  for (const auto id : muted)
    if (!state.sanctions.is_muted(*state.room.find(id), now))
      parts_.replies.tell(id, state.host_messages.mute_ends, turn);
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

// ── Bans ────────────────────────────────────────────────────────────────────────────────────────

SanctionResult Moderation::impose(const room::Ban& ban, const Turn& turn) {
  auto& state = parts_.state;
  const auto now = turn.now.trusted;
  if (ban.length <= Duration::zero()) return unban(ban, turn);
  SanctionResult result{ban};
  if (!state.sanctions.ban(ban, now)) return result;
  result.is_done = true;
  const auto length = std::chrono::duration_cast<WallTime::duration>(ban.length);
  parts_.effects.changes.emplace_back(room::BanRecord{ban, now + length});
  const auto* named =
      ban.kind == room::Ban::Kind::name ? state.room.find_by_name(ban.what) : nullptr;
  if (named) {
    result.source = wire::source_of(named->connection.endpoint.address);
    result.neighbours = state.room.neighbours_of(*named);
  }
  std::vector<room::MemberId> banned;
  for (const auto& [id, member] : state.room.all())
    if (member.stage != room::Stage::leaving &&
        state.sanctions.find_ban(member.name, member.connection.endpoint.address, now))
      banned.push_back(id);
  for (const auto id : banned) {
    result.names.push_back(state.room.find(id)->name);
    remove_banned(*state.room.find(id), ban, turn);
  }
  return result;
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

SanctionResult Moderation::unban(const room::Ban& ban, const Turn& turn) {
  SanctionResult result{ban};
  for (const auto& lifted : parts_.state.sanctions.unban(ban, turn.now.trusted)) {
    parts_.effects.changes.emplace_back(room::BanRecord{lifted, turn.now.trusted});
    result.names.push_back(lifted.what);
  }
  result.is_done = !result.names.empty();
  return result;
}

void Moderation::close(const Turn& turn) {
  parts_.state.is_closed = true;
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
  const auto connection = member.connection;
  parts_.replies.tell(member.id, words, turn);
  parts_.replies.end(connection, wire::Parting::removed, turn);
  parts_.membership.forget(connection);
  parts_.membership.begin_leave(member.id, why, turn.now);
}

}  // namespace moonroom::relay
