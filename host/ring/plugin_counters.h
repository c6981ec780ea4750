// What a plugin has done and what it cost, counted by the worker on its own page and read by the
// relay when somebody asks: neither waits for the other, and what a worker had counted is still
// there when it has died. The numbers are the worker's word; nothing but a table depends on them.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace moonroom::ring {

/// Plugins whose number is beyond this are not counted. Ten times a large room's.
constexpr size_t kCounterSlots = 256;

/// Times are counted in buckets a quarter of an octave wide, so a percentile is at most a fifth
/// off: from 256 ns, below which no call stays, to 12 ms, above which only the maximum tells.
constexpr size_t kTimeBuckets = 64;

size_t time_bucket(std::chrono::nanoseconds time);
/// The longest time that belongs into `bucket`.
std::chrono::nanoseconds bucket_limit(size_t bucket);

/// On the worker's page.
struct PluginCounterSlot {
  std::atomic<uint64_t> calls{};
  std::atomic<uint64_t> changed{};
  std::atomic<uint64_t> refused{};
  std::atomic<uint64_t> memory{};
  std::atomic<uint64_t> longest{};
  std::array<std::atomic<uint32_t>, kTimeBuckets> times{};

  /// One call took `time`; the plugin has `bytes` of memory after it.
  void note_call(std::chrono::nanoseconds time, size_t bytes);
};

/// The same, as plain numbers.
struct PluginCounters {
  uint64_t calls = 0;
  uint64_t changed = 0;
  uint64_t refused = 0;
  uint64_t memory = 0;
  std::chrono::nanoseconds longest{};
  std::array<uint64_t, kTimeBuckets> times{};

  /// Adds what another worker has counted; the memory is the latest one's.
  PluginCounters& operator+=(const PluginCounters& later);
  /// The time that `share` (0 to 1) of the calls did not exceed.
  std::chrono::nanoseconds percentile(double share) const;
};

PluginCounters read(const PluginCounterSlot& use);

}  // namespace moonroom::ring
