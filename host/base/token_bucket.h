// A rate limit for one source: a token bucket with a steady rate and a burst. Time is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <unordered_map>

#include "base/moment.h"

namespace moonroom {

/// `per_second` tokens are added, up to `burst`.
struct Rate {
  double per_second = 0;
  double burst = 0;
};

enum class Pass {
  yes,
  /// Over the limit for the first time since it was last within it: the caller should tell the
  /// source.
  no_and_say_so,
  no,
};

class TokenBucket {
 public:
  Pass try_acquire(const Rate& rate, SteadyTime now) {
    tokens_ = level(rate, now);
    filled_ = now;
    if (tokens_ >= 1) {
      tokens_ -= 1;
      // Tells again only after a full second's worth of tokens has returned, not at every other
      // line.
      if (tokens_ >= std::min(rate.per_second, rate.burst - 1)) told_ = false;
      return Pass::yes;
    }
    if (told_) return Pass::no;
    told_ = true;
    return Pass::no_and_say_so;
  }
  /// Returns a token that was not used.
  void give_back() { tokens_ += 1; }
  /// The bucket is full, so it can be forgotten.
  bool full(const Rate& rate, SteadyTime now) const { return level(rate, now) >= rate.burst; }

 private:
  double level(const Rate& rate, SteadyTime now) const {
    if (!filled_) return rate.burst;
    const std::chrono::duration<double> passed = now - *filled_;
    return std::min(rate.burst, tokens_ + passed.count() * rate.per_second);
  }

  double tokens_ = 0;
  std::optional<SteadyTime> filled_;
  bool told_ = false;
};

/// A bucket per source. Bounded: beyond kMaxSources at once, which only a flood with forged
/// addresses reaches, new sources share one bucket.
template <class Source>
class RateLimit {
 public:
  /// Without a rate everything passes.
  explicit RateLimit(std::optional<Rate> rate) : rate_(rate) {}

  Pass try_acquire(const Source& source, SteadyTime now) {
    if (!rate_) return Pass::yes;
    auto found = buckets_.find(source);
    if (found == buckets_.end()) {
      if (buckets_.size() >= kMaxSources) forget_full(now);
      if (buckets_.size() >= kMaxSources) return overflow_.try_acquire(*rate_, now);
      found = buckets_.emplace(source, TokenBucket()).first;
    }
    return found->second.try_acquire(*rate_, now);
  }
  void forget(const Source& source) { buckets_.erase(source); }
  /// True when the source has been inactive lately.
  bool is_full(const Source& source, SteadyTime now) const {
    const auto found = buckets_.find(source);
    return !rate_ || found == buckets_.end() || found->second.full(*rate_, now);
  }

 private:
  // 4 MB of buckets; enough for a university with its own addresses.
  static constexpr size_t kMaxSources = 65536;

  // A sweep visits every bucket, so a flood must not cause one for each datagram.
  void forget_full(SteadyTime now) {
    if (now < next_sweep_) return;
    next_sweep_ = now + std::chrono::seconds(1);
    std::erase_if(buckets_, [&](auto& entry) { return entry.second.full(*rate_, now); });
  }

  std::optional<Rate> rate_;
  std::unordered_map<Source, TokenBucket> buckets_;
  TokenBucket overflow_;
  SteadyTime next_sweep_{};
};

}  // namespace moonroom
