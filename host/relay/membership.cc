#include "relay/membership.h"

#include <utility>

namespace moonroom::relay {

void Membership::join(PendingLogin login, Moment now) {
  auto& room = parts_.state.room;
  const auto& from = login.from.endpoint;
  room::JoinEvent join;
  join.name = login.name;
  join.from = from;
  join.conflict = login.problem;
  if (join.conflict == room::NameConflict::none)
    join.conflict = room.find_clash(login.name, from).conflict;
  join.who = room.reserve(std::move(login.name), login.from, now).id;
  room.set_capabilities(join.who, capabilities_of(from.session));
  parts_.gate.submit_paced(std::move(join), now);
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
  returning_.erase(session);
  parts_.passwords.forget(session);
}

}  // namespace moonroom::relay
