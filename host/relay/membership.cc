#include "relay/membership.h"

#include <utility>

namespace moonroom::relay {

void Membership::join(PendingLogin newcomer, Moment now) {
  auto& room = parts_.state.room;
  room::JoinEvent joining;
  joining.name = newcomer.name;
  joining.from = newcomer.from;
  joining.conflict = newcomer.problem;
  if (joining.conflict == room::NameConflict::none)
    joining.conflict = room.find_clash(newcomer.name, newcomer.from).conflict;
  joining.who =
      room.reserve(std::move(newcomer.name), newcomer.from, newcomer.newline_framing, now).id;
  const auto session = newcomer.from.session;
  if (session != 0) room.set_capabilities(joining.who, capabilities_of(session));
  parts_.gate.submit_paced(std::move(joining), now);
}

void Membership::begin_leave(room::MemberId who, room::LeaveReason why, Moment now) {
  parts_.state.room.begin_leave(who);
  parts_.lines.forget(who);
  parts_.gate.submit_paced(room::LeaveEvent{who, why}, now);
  for (auto& newcomer : parts_.probes.take_waiting_for(who)) join(std::move(newcomer), now);
}

wire::Capabilities Membership::capabilities_of(wire::SessionId session) const {
  const auto found = capabilities_.find(session);
  return found == capabilities_.end() ? wire::Capabilities() : found->second;
}

void Membership::forget_session(wire::SessionId session) {
  capabilities_.erase(session);
  parts_.passwords.forget(session);
}

}  // namespace moonroom::relay
