#include "relay/resumption.h"

#include <algorithm>

namespace moonroom::relay {

void Resumption::request(const wire::ComeBack& wish, const wire::Connection& from,
                         const Turn& turn) {
  auto& room = parts_.state.room;
  const auto* member = room.find_by_digest(parts_.settings.digest(wish.token));
  if (!member) return parts_.replies.refuse_return(from, turn);
  const auto banned = parts_.admission.ban_in_words(member->name, from.endpoint.address, turn.now);
  if (!banned.empty()) return parts_.replies.refuse(banned, from, turn);
  if (!parts_.membership.begin_return(from.endpoint.session)) return;
  room.set_token(member->id, wish.token);
  parts_.gate.submit(room::ReturnEvent{member->id, from.endpoint, wish.number}, turn.now);
}

void Resumption::apply(const room::ReturnEvent& event, const Turn& turn) {
  if (!parts_.membership.end_return(event.to.session)) return;
  const auto* member = parts_.state.room.find(event.who);
  if (!member || member->stage != room::Stage::present)
    return parts_.replies.refuse_return({event.to}, turn);
  const auto* other = parts_.state.room.at(event.to);
  if (other && other != member)
    parts_.membership.begin_leave(other->id, room::LeaveReason::replaced, turn.now);
  move(*member, event.to, turn);
  parts_.replies.welcome(*member, turn);
  replay(*member, std::max(event.heard, member->ticket->joined_after), turn);
  parts_.presence.on_back(member->id, turn.now);
}

void Resumption::move(const room::Member& member, const wire::Endpoint& to, const Turn& turn) {
  const auto before = member.connection.endpoint.session;
  if (before != 0 && before != to.session) {
    parts_.membership.forget_session(before);
    turn.out.close(before, wire::Parting::evicted);
  }
  auto& room = parts_.state.room;
  room.move(member.id, to, turn.now);
  room.set_capabilities(member.id, parts_.membership.capabilities_of(to.session));
  parts_.effects.save(member);
  ++parts_.stats.returns;
}

void Resumption::replay(const room::Member& member, uint64_t heard, const Turn& turn) {
  const auto& log = parts_.state.log;
  const auto& entries = log.entries();
  if (heard < log.last() && (entries.empty() || entries.front().number > heard + 1))
    parts_.replies.tell(member.id, parts_.state.host_messages.missed_too_much, turn);
  parts_.poster.replay(member, heard, turn);
}

}  // namespace moonroom::relay
