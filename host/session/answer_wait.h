// How long a leaving client waits for the answers to its lines, before it closes. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/moment.h"
#include "wire/session_text.h"

namespace moonroom::session {

class AnswerWait {
 public:
  explicit AnswerWait(SteadyTime now) : answered_(now) {}

  void on_answer(SteadyTime now) { answered_ = now; }
  /// A host with a low limit accepts one line every few seconds.
  SteadyTime deadline(const std::optional<wire::LineLimits>& limits) const {
    const double rate = limits ? limits->per_second : 0;
    const std::chrono::duration<double> slow(rate > 0 ? std::min(3 / rate, 3600.0) : 0);
    return answered_ + kPatience + std::chrono::duration_cast<Duration>(slow);
  }

 private:
  // A host needs at most two seconds to judge a line, and more while it is restarted.
  static constexpr auto kPatience = std::chrono::seconds(15);

  SteadyTime answered_;
};

}  // namespace moonroom::session
