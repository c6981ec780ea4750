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

  /// A packet has arrived from the host.
  void on_received(SteadyTime now) {
    heard_ = now;
    refused_by_.reset();
  }
  /// The host's machine reports that no socket is open there.
  void on_refused(SteadyTime now) {
    if (!refused_by_) refused_by_ = now + kAnotherTry;
  }
  /// A probe has been sent.
  void on_probe_sent(SteadyTime now) { asked_ = now; }

  /// When to send a probe.
  SteadyTime next_probe() const {
    return hurried_ ? std::max(heard_, asked_) + kBetweenAsks : SteadyTime::max();
  }
  /// When to give up, answered or not; `all_arrived`: the host has received all lines.
  SteadyTime deadline(bool all_arrived) const {
    if (!hurried_) return said_ + (all_arrived ? kAnswer : kAnswer + kLastLines);
    return std::min({said_ + kAnswer, heard_ + silence_, refused_by_.value_or(SteadyTime::max())});
  }

 private:
  // Lines can wait in the host's queue, because it accepts only 20 a second.
  static constexpr auto kAnswer = std::chrono::seconds(5);
  static constexpr auto kLastLines = std::chrono::seconds(25);
  // Longer than the delay of an answer by one or two lost packets; users perceive a longer wait as
  // hanging.
  static constexpr auto kSilence = std::chrono::seconds(1);
  static constexpr auto kBetweenAsks = std::chrono::milliseconds(250);
  // Time for another attempt, in case the host is being restarted.
  static constexpr auto kAnotherTry = std::chrono::milliseconds(300);

  SteadyTime said_;
  SteadyTime heard_;
  SteadyTime asked_;
  Duration silence_;
  std::optional<SteadyTime> refused_by_;
  bool hurried_ = false;
};

}  // namespace moonroom::session
