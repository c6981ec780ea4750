// When a client probes the host, and when it considers the connection lost. Pure.
//
// A network path forgets a silent client, and a host can be sending to an address that the client
// no longer has. So the client sends something after a period of its own silence, and earlier when
// a busy room has fallen silent.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/moment.h"

namespace moonroom::session {

class KeepAlive {
 public:
  explicit KeepAlive(SteadyTime now) : heard_(now), spoke_(now) {}

  void on_received(SteadyTime now) {
    const bool busy = now - heard_ < kBusy;
    busy_ = busy ? std::min(busy_ + 1, kSurelyBusy) : 0;
    heard_ = now;
    unanswered_ = 0;
  }
  void on_sent(SteadyTime now) { spoke_ = now; }
  /// A probe is sent now.
  void on_probe_sent(SteadyTime now) {
    spoke_ = asked_ = now;
    ++unanswered_;
  }

  /// `awaits`: a sent message expects an answer.
  SteadyTime next_due(bool awaits) const {
    if (unanswered_ > 0) return asked_ + kAgain;
    const bool soon = awaits || busy_ == kSurelyBusy;
    return soon ? std::min(spoke_ + kKeepAlive, heard_ + kBusy) : spoke_ + kKeepAlive;
  }
  /// Three probes had no answer.
  bool is_lost() const { return unanswered_ > 3; }

 private:
  // Half of the shortest timeouts of address translators for UDP flows (RFC 4787, 4.3, requires two
  // minutes, but some have 30 s). The host's own timeout is 45 s.
  static constexpr auto kKeepAlive = std::chrono::seconds(10);
  static constexpr auto kBusy = std::chrono::seconds(2);
  static constexpr auto kAgain = std::chrono::milliseconds(1500);
  static constexpr int kSurelyBusy = 4;

  SteadyTime heard_;
  SteadyTime spoke_;
  SteadyTime asked_{};
  int busy_ = 0;
  int unanswered_ = 0;
};

}  // namespace moonroom::session
