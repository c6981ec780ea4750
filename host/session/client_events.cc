#include "session/client_events.h"

namespace moonroom::session {

MessageReceived event_of(const wire::Line& line) {
  return {false,
          line.flags,
          line.number,
          line.time,
          std::string(line.kind),
          std::string(line.from),
          std::string(line.text),
          std::string(line.bare)};
}

MessageReceived event_of(const wire::Told& told) {
  MessageReceived event;
  event.told = true;
  event.text = told.text;
  return event;
}

}  // namespace moonroom::session
