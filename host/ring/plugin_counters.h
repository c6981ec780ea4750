// What a plugin did and what it cost: counted by the worker on its page, read by the host on
// demand. Neither side waits for the other, and the counts survive the worker's death. They are
// untrusted; only displays depend on them.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace moonroom::ring {

/// Plugins with a higher number are not counted. Ten times as many as a large room has.
constexpr size_t kCounterSlots = 256;

/// Times are counted in buckets a quarter of an octave wide, so a percentile is off by at most a
/// fifth: from 256 ns, which every call exceeds, to 12 ms, above which only the maximum is known.
constexpr size_t kTimeBuckets = 64;

size_t time_bucket(std::chrono::nanoseconds time);
/// The longest time that `bucket` counts.
std::chrono::nanoseconds bucket_limit(size_t bucket);

/// On the worker's page.
struct PluginCounterSlot {
  std::atomic<uint64_t> calls{};
  std::atomic<uint64_t> changed{};
  std::atomic<uint64_t> refused{};
  std::atomic<uint64_t> memory{};
  std::atomic<uint64_t> longest{};
  std::array<std::atomic<uint32_t>, kTimeBuckets> times{};

  /// Records a call that took `time` and left the plugin with `bytes` of memory.
  void note_call(std::chrono::nanoseconds time, size_t bytes);
};

/// A copy as plain numbers.
struct PluginCounters {
  uint64_t calls = 0;
  uint64_t changed = 0;
  uint64_t refused = 0;
  uint64_t memory = 0;
  std::chrono::nanoseconds longest{};
  std::array<uint64_t, kTimeBuckets> times{};

  /// Adds the counters of a later worker; memory is taken from `later`.
  PluginCounters& operator+=(const PluginCounters& later);
  /// The time that `share` (0 to 1) of the calls did not exceed.
  std::chrono::nanoseconds percentile(double share) const;
};

PluginCounters read(const PluginCounterSlot& use);

}  // namespace moonroom::ring
