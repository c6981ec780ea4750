// The worker's end of the ring: waits for requests, sends responses, and marks on its page which
// plugin runs, so that the host knows which one to blame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ring/mapping.h"
#include "ring/shared_layout.h"

namespace moonroom::ring {

class WorkerChannel {
 public:
  /// Takes the descriptors that the host's end handed out.
  WorkerChannel(UniqueFd relay_page, UniqueFd worker_page, UniqueFd wake);

  /// Waits for the next request. The bytes are valid until the next call.
  std::string_view next_request();
  /// Waits for space when the host is behind. `record` has at most kMaxRecord bytes.
  void send(std::string_view record);
  /// Tells the host of responses at once; `next_request` does so before it sleeps.
  void flush() { wake_relay(); }

  /// Before and after a call into a plugin.
  void running(uint32_t plugin);
  void idle();
  /// Where to count a plugin's use, or null when it has no slot.
  PluginCounterSlot* counters(uint32_t plugin);

 private:
  bool has_request() const;
  bool has_space_for(uint64_t bytes) const;
  void wake_relay();
  template <class Condition>
  void sleep_until(uint32_t reason, Condition condition);

  Mapping host_memory_;
  Mapping worker_memory_;
  UniqueFd wake_;
  const HostPage* host_;
  WorkerPage* worker_;
  uint64_t received_ = 0;
  uint64_t sent_ = 0;
  uint64_t steps_ = 0;
  uint32_t woken_sleep_ = 0;
  std::string request_;
};

}  // namespace moonroom::ring
