// The two pages of shared memory between the host and its plugin worker. Each side can write only
// its own: the worker maps the host's page read-only (sealed against other mappings), and the host
// trusts nothing on the worker's page.
//
// Each page carries one circular buffer of outgoing records, and cursors. A cursor counts all bytes
// since the beginning; its position in the buffer is the remainder. Records:
//
//     record = size:uint32 payload:size padding    ; padded to a multiple of 8 bytes
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "ring/plugin_counters.h"

namespace moonroom::ring {

/// The worker's descriptors of the two pages.
constexpr int kHostPage = 3;
constexpr int kWorkerPage = 4;
constexpr int kWake = 5;

/// The marker while no plugin runs.
constexpr uint32_t kNobody = UINT32_MAX;

/// A thousand ordinary lines, or the largest single record, with room to spare.
constexpr uint64_t kBufferBytes = 1u << 20;

/// The largest payload; a larger one would wait for space forever.
constexpr size_t kMaxRecord = kBufferBytes / 2;

/// Set in the marker while a plugin's `on_unload` runs.
constexpr uint32_t kUnloading = 1u << 31;

/// In the place of a plugin to leave out: all plugins that are not scripts.
constexpr uint32_t kPlugins = UINT32_MAX - 1;

/// Why a worker sleeps; 0 while it is awake.
constexpr uint32_t kWaitsForRequests = 1;
constexpr uint32_t kWaitsForSpace = 2;

// One cache line for each cursor, against false sharing between the two processes.
template <class T>
struct alignas(64) Cell {
  std::atomic<T> value{};
};

class Buffer {
 public:
  /// Copies in at cursor `at`, wrapping around at the end. The caller must ensure that there is
  /// space.
  void put(uint64_t at, std::string_view bytes);
  void get(uint64_t at, char* out, size_t size) const;

 private:
  std::array<char, kBufferBytes> bytes_;
};

struct HostPage {
  Cell<uint64_t> requests_sent;
  Cell<uint64_t> responses_received;
  /// Odd while the host sleeps, a new number each time, so that the worker wakes it once.
  Cell<uint32_t> sleep_sequence;
  /// A futex: changes to wake a sleeping worker.
  Cell<uint32_t> wake_futex;
  Buffer requests;
};

struct WorkerPage {
  Cell<uint64_t> requests_received;
  Cell<uint64_t> responses_sent;
  Cell<uint32_t> sleeping;
  /// The plugin that runs: the one to blame when the worker crashes or hangs.
  Cell<uint32_t> plugin;
  /// Counts calls into plugins: changes with any progress.
  Cell<uint64_t> calls;
  /// By the plugin's number; for displays.
  std::array<PluginCounterSlot, kCounterSlots> counters;
  Buffer responses;
};

/// Size of a record in a buffer, for a payload of `size` bytes.
constexpr uint64_t record_bytes(uint64_t size) {
  return (sizeof(uint32_t) + size + 7) & ~7ull;
}

}  // namespace moonroom::ring
