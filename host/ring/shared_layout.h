// The two pages of shared memory between the relay and its plugin worker. Each side has one that
// only it may write: the worker maps the relay's read-only (sealed, so that it cannot be mapped
// otherwise), and the relay believes nothing that stands on the worker's.
//
// Each page carries one circular buffer of records going out, and cursors. A cursor counts bytes
// from the beginning of time; its place in the buffer is the remainder. Records:
//
//     record = size:uint32 payload:size padding    ; padded to a multiple of 8 bytes
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "ring/plugin_counters.h"

namespace moonroom::ring {

/// The descriptors under which a worker finds its ends.
constexpr int kHostPage = 3;
constexpr int kWorkerPage = 4;
constexpr int kWake = 5;

/// The marker of a worker that runs no plugin at the moment.
constexpr uint32_t kNobody = UINT32_MAX;

/// A thousand ordinary lines, or the largest single record there is, with room to spare.
constexpr uint64_t kBufferBytes = 1u << 20;

/// The largest payload; one more would wait for room that never comes.
constexpr size_t kMaxRecord = kBufferBytes / 2;

/// Set in the marker while a plugin's `on_unload` runs.
constexpr uint32_t kUnloading = 1u << 31;

/// In the place of a plugin that is left out: all that are no scripts.
constexpr uint32_t kPlugins = UINT32_MAX - 1;

/// Why a worker sleeps; 0 when it does not.
constexpr uint32_t kWaitsForRequests = 1;
constexpr uint32_t kWaitsForSpace = 2;

// Cursors on cache lines of their own: the two sides must not fight over one.
template <class T>
struct alignas(64) Cell {
  std::atomic<T> value{};
};

class Buffer {
 public:
  /// Copies in at cursor `at`, around the end when need be. The caller knows that there is room.
  void put(uint64_t at, std::string_view bytes);
  void get(uint64_t at, char* out, size_t size) const;

 private:
  std::array<char, kBufferBytes> bytes_;
};

struct HostPage {
  Cell<uint64_t> requests_sent;
  Cell<uint64_t> responses_received;
  /// Odd while the relay sleeps, a new number each time: whoever has answered wakes it once.
  Cell<uint32_t> sleep_sequence;
  /// A futex: changes when a sleeping worker is to wake up.
  Cell<uint32_t> wake_futex;
  Buffer requests;
};

struct WorkerPage {
  Cell<uint64_t> requests_received;
  Cell<uint64_t> responses_sent;
  Cell<uint32_t> sleeping;
  /// Who is running: the one to blame when the worker dies or stands still.
  Cell<uint32_t> plugin;
  /// Counts calls into plugins: changes whenever there is progress.
  Cell<uint64_t> calls;
  /// By the plugin's number; for tables that people look at.
  std::array<PluginCounterSlot, kCounterSlots> counters;
  Buffer responses;
};

/// What a record of `size` bytes takes in a buffer.
constexpr uint64_t record_bytes(uint64_t size) {
  return (sizeof(uint32_t) + size + 7) & ~7ull;
}

}  // namespace moonroom::ring
