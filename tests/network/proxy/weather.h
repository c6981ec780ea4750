// The fate of each datagram in one direction of a bad network: lost, doubled, delayed, or delivered
// unchanged. The same seed gives the same results, as far as the datagrams are the same.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <vector>

#include "base/moment.h"

namespace moonroom::network {

struct Climate {
  /// Fractions of all datagrams, from 0 to 1.
  double lost = 0;
  double doubled = 0;
  /// Held back until some later ones have overtaken it.
  double late = 0;
  /// One way.
  Duration delay{};
  /// A random addition of at most this much for each datagram.
  Duration jitter{};
};

struct Toll {
  uint64_t passed = 0;
  uint64_t lost = 0;
  uint64_t doubled = 0;
  uint64_t late = 0;
};

class Weather {
 public:
  Weather(const Climate& climate, uint64_t seed) : climate_(climate), dice_(seed) {}

  /// When a datagram that is sent now arrives: twice, once, or never.
  std::vector<SteadyTime> arrivals(SteadyTime now, Toll& toll) {
    std::vector<SteadyTime> times;
    if (happens(climate_.lost)) {
      ++toll.lost;
      return times;
    }
    const bool twice = happens(climate_.doubled);
    toll.doubled += twice ? 1 : 0;
    for (int copy = twice ? 2 : 1; copy > 0; --copy) times.push_back(arrival(now, toll));
    return times;
  }

 private:
  // Long enough to be overtaken by typed lines, not only by a flood.
  static constexpr Duration kHeldBack = std::chrono::milliseconds(60);

  bool happens(double part) { return std::bernoulli_distribution(part)(dice_); }
  Duration up_to(Duration most) {
    return Duration(std::uniform_int_distribution<Duration::rep>(0, most.count())(dice_));
  }
  SteadyTime arrival(SteadyTime now, Toll& toll) {
    ++toll.passed;
    const auto due = now + climate_.delay + up_to(climate_.jitter);
    if (!happens(climate_.late)) return due;
    ++toll.late;
    return due + up_to(kHeldBack);
  }

  Climate climate_;
  std::mt19937_64 dice_;
};

}  // namespace moonroom::network
