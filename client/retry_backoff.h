// When to say something again that was not answered: at growing distances, a few times, then not
// at all. Pure.
#pragma once

#include <chrono>
#include <optional>

namespace moonroom::client {

class RetryBackoff {
 public:
  /// The first wait, doubled each time, `times` waits in all.
  RetryBackoff(std::chrono::milliseconds first, int times) : wait_(first), left_(times) {}

  /// How long to wait for the answer to what is to be said now; nothing when it is time to give up.
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

/// A second: whoever leaves does not want to wait.
inline RetryBackoff goodbye_backoff() {
  return {std::chrono::milliseconds(150), 3};
}

}  // namespace moonroom::client
