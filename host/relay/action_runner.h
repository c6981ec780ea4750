// Performs the actions that plugins asked for while they handled an event: the line first, then the
// actions of its filters. A kind of action without a case in the .cc is passed on as an effect.
// Pure.
#pragma once

#include <vector>

#include "relay/effects.h"
#include "relay/line_outcome.h"
#include "relay/moderation.h"
#include "relay/poster.h"
#include "relay/timers.h"

namespace moonroom::relay {

class ActionRunner {
 public:
  /// All must outlive this.
  struct Parts {
    LineOutcome& line;
    Moderation& moderation;
    Poster& poster;
    Timers& timers;
    Effects& effects;
  };
  explicit ActionRunner(const Parts& parts) : parts_(parts) {}

  /// `subject` is the member whom the event is about.
  void run(const std::vector<room::Action>& actions, const Subject& subject, const Turn& turn);

 private:
  Parts parts_;
};

}  // namespace moonroom::relay
