// The host's end of the ring: sends requests, receives responses, never blocks. Trusts nothing that
// the worker wrote: any impossible value makes the channel `broken`, and its owner must start
// another worker with another ring.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ring/mapping.h"
#include "ring/shared_layout.h"

namespace moonroom::ring {

class HostChannel {
 public:
  HostChannel();

  /// False when the ring is full: try again after the next response. `record` has at most
  /// kMaxRecord bytes.
  bool try_send(std::string_view record);
  /// Wakes the worker if it sleeps. Call it once after a batch of requests.
  void wake_worker();
  /// Wakes the worker if it waits for space for its responses. Call it once after a batch of
  /// responses.
  void wake_for_space();

  /// The next response, copied out of the shared page; valid until the next call.
  std::optional<std::string_view> next_response();
  bool broken() const { return broken_; }

  /// Call it before sleeping: from now on a response makes `wake` readable. False when a response
  /// is there already.
  bool arm_wakeup();
  void disarm_wakeup();

  /// The plugin that runs, or kNobody; as untrusted as everything from the worker.
  uint32_t running_plugin() const;
  uint64_t steps() const;
  /// The counters that this worker keeps of a plugin.
  PluginCounters counters(uint32_t plugin) const;

  /// The descriptors that the worker inherits.
  int host_page() const { return host_memory_.descriptor(); }
  int worker_page() const { return worker_memory_.descriptor(); }

 private:
  void wake(uint32_t reason);

  Mapping host_memory_;
  Mapping worker_memory_;
  HostPage* host_;
  WorkerPage* worker_;
  uint64_t sent_ = 0;
  uint64_t received_ = 0;
  std::string response_;
  bool broken_ = false;
};

}  // namespace moonroom::ring
