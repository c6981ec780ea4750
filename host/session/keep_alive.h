// When a client gives a sign of life, and when it takes the connection for lost. Pure.
//
// A network path forgets a silent client, and a host may send to an address that is the client's no
// more: so the client sends something after a while of its own silence, sooner when a busy room has
// fallen silent.
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
  /// A sign of life is asked for now.
  void on_probe_sent(SteadyTime now) {
    spoke_ = asked_ = now;
    ++unanswered_;
  }

  /// `awaits`: something was said that should have been answered.
  SteadyTime next_due(bool awaits) const {
    if (unanswered_ > 0) return asked_ + kAgain;
    const bool soon = awaits || busy_ == kSurelyBusy;
    return soon ? std::min(spoke_ + kKeepAlive, heard_ + kBusy) : spoke_ + kKeepAlive;
  }
  /// Three signs of life were asked for in vain.
  bool is_lost() const { return unanswered_ > 3; }

 private:
  // Half of what the shortest-lived translators of addresses give a UDP flow (RFC 4787, 4.3, says
  // two minutes, and some give 30 s); and the host's patience is 45 s.
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
