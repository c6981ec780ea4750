#include "relay/event_gate.h"

#include <variant>

namespace moonroom::relay {

void EventGate::submit_waiting(Moment now) {
  const size_t in_sessions = state_.room.in_sessions();
  const size_t notice = wire::weight(state_.room.present() - in_sessions, in_sessions);
  while (const auto event = pacer_.next(notice)) submit(*event, now);
}

void EventGate::on_applied(const room::Event& event) {
  if (!std::holds_alternative<room::Tended>(event)) numbers_.settled();
  if (std::holds_alternative<room::Joining>(event) || std::holds_alternative<room::Leaving>(event))
    pacer_.judged();
}

}  // namespace moonroom::relay
