// The relay's end of the ring: questions go out, answers come in, nothing ever waits. Trusts
// nothing that the worker wrote: whatever cannot be makes the end `broken`, and its owner starts
// another worker with another ring.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ring/mapping.h"
#include "ring/pages.h"

namespace moonroom::ring {

class RelayEnd {
 public:
  RelayEnd();

  /// False when there is no room at the moment: try again when an answer has come. `record` has at
  /// most kMaxRecord bytes.
  bool ask(std::string_view record);
  /// Wakes the worker if it sleeps. Once after a batch of questions.
  void wake_worker();
  /// Wakes the worker if it waits for room for its answers. Once after a batch of answers.
  void wake_for_room();

  /// The next answer's bytes, copied out of the worker's reach; valid until the next call.
  std::optional<std::string_view> next_answer();
  bool broken() const { return broken_; }

  /// Before the relay waits: from now on an answer makes `wake` readable. False when an answer is
  /// there already.
  bool prepare_to_sleep();
  void awake();

  /// Which plugin runs, or kNobody; as untrusted as all else.
  uint32_t running_plugin() const;
  uint64_t steps() const;
  /// What this worker has counted of a plugin.
  UseCount use(uint32_t plugin) const;

  /// For the worker, which gets them as its own.
  int relay_page() const { return relay_memory_.descriptor(); }
  int worker_page() const { return worker_memory_.descriptor(); }

 private:
  void wake(uint32_t reason);

  Mapping relay_memory_;
  Mapping worker_memory_;
  RelayPage* relay_;
  WorkerPage* worker_;
  uint64_t asked_ = 0;
  uint64_t taken_ = 0;
  std::string answer_;
  bool broken_ = false;
};

}  // namespace moonroom::ring
