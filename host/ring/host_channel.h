// The relay's end of the ring: requests go out, answers come in, nothing ever waits. Trusts
// nothing that the worker wrote: whatever cannot be makes the end `broken`, and its owner starts
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

  /// False when there is no room at the moment: try again when a response has come. `record` has at
  /// most kMaxRecord bytes.
  bool try_send(std::string_view record);
  /// Wakes the worker if it sleeps. Once after a batch of requests.
  void wake_worker();
  /// Wakes the worker if it waits for room for its answers. Once after a batch of answers.
  void wake_for_space();

  /// The next response's bytes, copied out of the worker's reach; valid until the next call.
  std::optional<std::string_view> next_response();
  bool broken() const { return broken_; }

  /// Before the relay waits: from now on a response makes `wake` readable. False when a response is
  /// there already.
  bool arm_wakeup();
  void disarm_wakeup();

  /// Which plugin runs, or kNobody; as untrusted as all else.
  uint32_t running_plugin() const;
  uint64_t steps() const;
  /// What this worker has counted of a plugin.
  PluginCounters counters(uint32_t plugin) const;

  /// For the worker, which gets them as its own.
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
