// The worker's end of the ring: waits for questions, gives answers, and says on its page which
// plugin it is running, so that the relay knows whom to blame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ring/mapping.h"
#include "ring/pages.h"

namespace moonroom::ring {

class WorkerEnd {
 public:
  /// Takes the descriptors that the relay's end handed out.
  WorkerEnd(UniqueFd relay_page, UniqueFd worker_page, UniqueFd wake);

  /// Waits for the next question. The bytes are valid until the next call.
  std::string_view next_question();
  /// Waits for room when the relay is behind. `record` has at most kMaxRecord bytes.
  void answer(std::string_view record);
  /// Tells the relay of answers at once; `next_question` does so by itself before it sleeps.
  void flush() { wake_relay(); }

  /// Before and after a call into a plugin.
  void running(uint32_t plugin);
  void idle();
  /// Where a plugin's use is counted, or null when it has no place.
  PluginUse* use(uint32_t plugin);

 private:
  bool asked() const;
  bool room_for(uint64_t bytes) const;
  void wake_relay();
  template <class Condition>
  void sleep_until(uint32_t reason, Condition condition);

  Mapping relay_memory_;
  Mapping worker_memory_;
  UniqueFd wake_;
  const RelayPage* relay_;
  WorkerPage* worker_;
  uint64_t taken_ = 0;
  uint64_t answered_ = 0;
  uint64_t steps_ = 0;
  uint32_t woken_nap_ = 0;
  std::string question_;
};

}  // namespace moonroom::ring
