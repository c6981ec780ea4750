// The worker's end of the ring: waits for requests, gives answers, and says on its page which
// plugin it is running, so that the relay knows whom to blame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ring/mapping.h"
#include "ring/shared_layout.h"

namespace moonroom::ring {

class WorkerChannel {
 public:
  /// Takes the descriptors that the relay's end handed out.
  WorkerChannel(UniqueFd relay_page, UniqueFd worker_page, UniqueFd wake);

  /// Waits for the next request. The bytes are valid until the next call.
  std::string_view next_request();
  /// Waits for room when the relay is behind. `record` has at most kMaxRecord bytes.
  void send(std::string_view record);
  /// Tells the relay of answers at once; `next_request` does so by itself before it sleeps.
  void flush() { wake_relay(); }

  /// Before and after a call into a plugin.
  void running(uint32_t plugin);
  void idle();
  /// Where a plugin's use is counted, or null when it has no place.
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
