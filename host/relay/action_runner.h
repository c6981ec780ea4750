// Performs the actions that plugins asked for while they handled an event: the line first, then the
// actions of its filters. A new kind of action needs its `perform` here, or is passed on as an
// effect. Pure.
#pragma once

#include <type_traits>

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
  void perform(const room::Post& post, const Subject& subject, const Turn& turn);
  void perform(const room::SetTimer& timer, const Subject& subject, const Turn& turn);
  void perform(const room::Cancel& cancel, const Subject& subject, const Turn& turn);
  void perform(const room::ForgetCallbacks& all, const Subject& subject, const Turn& turn);
  void perform(const room::StorePut& put, const Subject& subject, const Turn& turn);
  void perform(const room::Lifecycle& life, const Subject& subject, const Turn& turn);
  void impose(const room::Sanction& sanction, const Turn& turn);
  template <class Other>
  void perform(const Other& action, const Subject&, const Turn& turn) {
    if constexpr (std::is_constructible_v<room::Sanction, Other>)
      impose(action, turn);
    else
      parts_.effects.requests.emplace_back(action);
  }

  Parts parts_;
};

}  // namespace moonroom::relay
