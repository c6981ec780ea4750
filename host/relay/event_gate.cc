#include "relay/event_gate.h"

#include <variant>

namespace moonroom::relay {

void EventGate::submit_waiting(Moment now) {
  const size_t in_sessions = state_.room.in_sessions();
  const size_t notice = wire::weight(state_.room.present() - in_sessions, in_sessions);
  while (const auto event = pacer_.next(notice)) submit(*event, now);
}

void EventGate::on_applied(const room::Event& event) {
  if (!std::holds_alternative<room::WorkerActivity>(event)) numbers_.applied();
  if (std::holds_alternative<room::JoinEvent>(event) ||
      std::holds_alternative<room::LeaveEvent>(event))
    pacer_.completed();
}

}  // namespace moonroom::relay
