#include "ring/plugin_counters.h"

#include <algorithm>
#include <bit>

namespace moonroom::ring {
namespace {

// The first bucket ends at 2^8 ns; four buckets an octave.
constexpr unsigned kFirstOctave = 8;
constexpr unsigned kPerOctave = 4;

template <class T>
void add(std::atomic<T>& counter, T more) {
  // One process writes, and no reader relates two counters to each other: no ordering is needed.
  counter.store(counter.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

}  // namespace

size_t time_bucket(std::chrono::nanoseconds time) {
  const auto ns = static_cast<uint64_t>(std::max<int64_t>(time.count(), 0));
  if (ns < (1u << kFirstOctave)) return 0;
  const auto octave = static_cast<unsigned>(std::bit_width(ns)) - 1;
  const auto quarter = static_cast<unsigned>(ns >> (octave - 2)) & (kPerOctave - 1);
  return std::min<size_t>((octave - kFirstOctave) * kPerOctave + quarter + 1, kTimeBuckets - 1);
}

std::chrono::nanoseconds bucket_limit(size_t bucket) {
  const auto octave = kFirstOctave + bucket / kPerOctave;
  const auto quarter = bucket % kPerOctave;
  return std::chrono::nanoseconds((kPerOctave + quarter) << (octave - 2));
}

void PluginCounterSlot::note_call(std::chrono::nanoseconds time, size_t bytes) {
  add(calls, uint64_t{1});
  add(times[time_bucket(time)], 1u);
  memory.store(bytes, std::memory_order_relaxed);
  const auto ns = static_cast<uint64_t>(time.count());
  if (ns > longest.load(std::memory_order_relaxed)) longest.store(ns, std::memory_order_relaxed);
}

PluginCounters& PluginCounters::operator+=(const PluginCounters& later) {
  calls += later.calls;
  changed += later.changed;
  refused += later.refused;
  memory = later.memory;
  longest = std::max(longest, later.longest);
  for (size_t i = 0; i < times.size(); ++i) times[i] += later.times[i];
  return *this;
}

std::chrono::nanoseconds PluginCounters::percentile(double share) const {
  uint64_t all = 0;
  for (const auto count : times) all += count;
  const auto wanted = static_cast<double>(all) * share;
  uint64_t passed = 0;
  for (size_t i = 0; i < times.size(); ++i) {
    passed += times[i];
    if (passed > 0 && static_cast<double>(passed) >= wanted)
      return std::min(bucket_limit(i), longest);
  }
  return {};
}

PluginCounters read(const PluginCounterSlot& use) {
  PluginCounters count;
  count.calls = use.calls.load(std::memory_order_relaxed);
  count.changed = use.changed.load(std::memory_order_relaxed);
  count.refused = use.refused.load(std::memory_order_relaxed);
  count.memory = use.memory.load(std::memory_order_relaxed);
  // The worker can have written any value; the result must fit a signed number.
  const uint64_t longest = use.longest.load(std::memory_order_relaxed);
  count.longest = std::chrono::nanoseconds(std::min<uint64_t>(longest, INT64_MAX));
  for (size_t i = 0; i < count.times.size(); ++i)
    count.times[i] = use.times[i].load(std::memory_order_relaxed);
  return count;
}

}  // namespace moonroom::ring
