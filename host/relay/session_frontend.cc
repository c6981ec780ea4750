#include "relay/session_frontend.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/overloaded.h"

namespace moonroom::relay {

void SessionFrontend::receive(const wire::Datagram& in, const Turn& turn) {
  ++parts_.stats.received;
  const auto request = wire::decode_session_request(in.bytes);
  if (!request) {
    ++parts_.stats.malformed;
    return;
  }
  parts_.state.room.mark_seen(in.from, turn.now);
  const Peer peer{in.from};
  std::visit(Overloaded{
                 [&](const wire::Capabilities& it) {
                   parts_.membership.set_capabilities(in.from.session, it);
                 },
                 [&](const wire::Password& it) {
                   parts_.passwords.try_word(it.word, in.from, turn.now.steady);
                 },
                 [&](const wire::ComeIn& it) { join(it.name, peer, turn); },
                 [&](const wire::ComeBack& it) { resume(it, peer, turn); },
                 [&](const wire::Say& it) { speak(it, in.from, turn); },
                 [&](const wire::Leave&) { leave(peer, turn); },
             },
             *request);
}

void SessionFrontend::join(std::string_view name, const Peer& from, const Turn& turn) {
  auto intent = parts_.state.room.interpret(from.endpoint, {wire::Verb::login, name, {}, false});
  if (const auto* here = std::get_if<room::RepeatedLogin>(&intent))
    return parts_.replies.welcome(*parts_.state.room.find(here->who), turn);
  if (auto* login = std::get_if<room::Login>(&intent))
    parts_.admission.login(std::move(*login), from, turn);
}

void SessionFrontend::resume(const wire::ComeBack& wish, const Peer& from, const Turn& turn) {
  auto& room = parts_.state.room;
  const auto* member = room.find_by_digest(parts_.settings.digest(wish.token));
  if (!member) return parts_.replies.refuse_return(from, turn);
  const auto banned = parts_.admission.ban_in_words(member->name, from.endpoint.address, turn.now);
  if (!banned.empty()) return parts_.replies.refuse(banned, from, turn);
  const auto* other = room.at(from.endpoint);
  if (other && other != member)
    parts_.membership.begin_leave(other->id, room::LeaveReason::replaced, turn.now);
  const bool was_announced = member->away_announced;
  move(*member, wish, from, turn);
  parts_.replies.welcome(*member, turn);
  const auto heard = std::max(wish.number, member->ticket->joined_after);
  const auto& entries = parts_.state.log.entries();
  if (heard < parts_.state.log.last() && (entries.empty() || entries.front().number > heard + 1))
    parts_.replies.tell(member->id, parts_.state.host_messages.missed_too_much, turn);
  parts_.poster.replay(*member, heard, turn);
  parts_.presence.report_back(*member, was_announced, turn);
}

void SessionFrontend::move(const room::Member& member, const wire::ComeBack& wish, const Peer& to,
                           const Turn& turn) {
  const auto before = member.endpoint.session;
  if (before != 0 && before != to.endpoint.session) {
    parts_.membership.forget_session(before);
    turn.out.close(before, wire::Parting::evicted);
  }
  auto& room = parts_.state.room;
  room.move(member.id, to.endpoint, wish.token, turn.now);
  room.set_capabilities(member.id, parts_.membership.capabilities_of(to.endpoint.session));
  parts_.effects.save(member);
  ++parts_.stats.returns;
}

void SessionFrontend::speak(const wire::Say& line, const wire::Endpoint& from, const Turn& turn) {
  const auto* author = parts_.state.room.at(from);
  if (!author || author->stage != room::Stage::present) {
    ++parts_.stats.from_non_members;
    return;
  }
  // After a break, a client repeats the lines that have no answer.
  if (!parts_.state.room.accept_line(author->id, line.line)) return;
  parts_.lines.receive_acknowledged({author->id, line.text, line.line}, turn);
}

void SessionFrontend::leave(const Peer& from, const Turn& turn) {
  const auto* member = parts_.state.room.at(from.endpoint);
  if (member && parts_.lines.defer_leave(member->id)) return;
  parts_.admission.leave(from, member ? member->id : 0, turn);
}

void SessionFrontend::release(const Turn& turn) {
  for (const auto who : parts_.lines.release(turn))
    if (const auto* member = parts_.state.room.find(who))
      parts_.admission.leave(peer_of(*member), who, turn);
}

}  // namespace moonroom::relay
