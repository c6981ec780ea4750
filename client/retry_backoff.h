// When to retransmit an unanswered request: at growing intervals, a limited number of times. Pure.
#pragma once

#include <chrono>
#include <optional>

namespace moonroom::client {

class RetryBackoff {
 public:
  /// The first wait, doubled each time, `times` waits in all.
  RetryBackoff(std::chrono::milliseconds first, int times) : wait_(first), left_(times) {}

  /// How long to wait for an answer after sending now; nullopt when it is time to give up.
  std::optional<std::chrono::milliseconds> next() {
    if (left_-- <= 0) return std::nullopt;
    const auto wait = wait_;
    wait_ *= 2;
    return wait;
  }

 private:
  std::chrono::milliseconds wait_;
  int left_;
};

/// 4.5 seconds in all: long enough for a bad network, short enough for a wrong address.
inline RetryBackoff login_backoff() {
  return {std::chrono::milliseconds(300), 4};
}

/// About one second: the user is waiting to leave.
inline RetryBackoff goodbye_backoff() {
  return {std::chrono::milliseconds(150), 3};
}

}  // namespace moonroom::client
