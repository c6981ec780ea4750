#include "session/client_events.h"

namespace moonroom::session {

MessageReceived event_of(const wire::Line& line) {
  const auto has = [&](uint8_t flag) { return (line.flags & flag) != 0; };
  return {line.number,
          WallTime(std::chrono::seconds(line.time)),
          std::string(line.kind),
          std::string(line.from),
          std::string(line.bare),
          std::string(line.text),
          has(wire::Line::kReplayed),
          has(wire::Line::kByText),
          has(wire::Line::kPrivate)};
}

MessageReceived event_of(const wire::Told& told, WallTime now) {
  return {.time = now, .line = std::string(told.text), .only_for_you = true};
}

}  // namespace moonroom::session
