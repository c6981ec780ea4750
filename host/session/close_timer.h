// How long a leaving client waits for its lines to arrive and for the answer to its close. In a
// hurry it waits only while the host shows that it is alive, and probes it. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/moment.h"

namespace moonroom::session {

class CloseTimer {
 public:
  /// `round_trip`: how long an answer takes.
  CloseTimer(SteadyTime now, Duration round_trip)
      : said_(now),
        heard_(now),
        asked_(now),
        silence_(std::clamp(4 * round_trip, Duration(kSilence), Duration(kAnswer))) {}

  void hurry() { hurried_ = true; }
  bool is_hurried() const { return hurried_; }

  /// The host lives.
  void on_received(SteadyTime now) {
    heard_ = now;
    refused_by_.reset();
  }
  /// The host's machine says that nobody listens there.
  void on_refused(SteadyTime now) {
    if (!refused_by_) refused_by_ = now + kAnotherTry;
  }
  /// A sign of life is asked for.
  void on_probe_sent(SteadyTime now) { asked_ = now; }

  /// When to ask for a sign of life.
  SteadyTime next_probe() const {
    return hurried_ ? std::max(heard_, asked_) + kBetweenAsks : SteadyTime::max();
  }
  /// When to go, answered or not; `all_arrived`: nothing that was said is missing.
  SteadyTime deadline(bool all_arrived) const {
    if (!hurried_) return said_ + (all_arrived ? kAnswer : kAnswer + kLastLines);
    return std::min({said_ + kAnswer, heard_ + silence_, refused_by_.value_or(SteadyTime::max())});
  }

 private:
  // Who has lines before him at the host waits for them: it takes 20 a second.
  static constexpr auto kAnswer = std::chrono::seconds(5);
  static constexpr auto kLastLines = std::chrono::seconds(25);
  // Longer than a lost packet or two delay an answer; a person calls what is longer hanging.
  static constexpr auto kSilence = std::chrono::seconds(1);
  static constexpr auto kBetweenAsks = std::chrono::milliseconds(250);
  // Time for one more word, in case a host is just being started again.
  static constexpr auto kAnotherTry = std::chrono::milliseconds(300);

  SteadyTime said_;
  SteadyTime heard_;
  SteadyTime asked_;
  Duration silence_;
  std::optional<SteadyTime> refused_by_;
  bool hurried_ = false;
};

}  // namespace moonroom::session
