#include "ring/relay_end.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace moonroom::ring {

RelayEnd::RelayEnd()
    : relay_memory_(Mapping::create("moonroom-questions", sizeof(RelayPage))),
      worker_memory_(Mapping::create("moonroom-answers", sizeof(WorkerPage))),
      // Fresh memory is all zero, which is how every cell begins.
      relay_(static_cast<RelayPage*>(relay_memory_.memory())),
      worker_(static_cast<WorkerPage*>(worker_memory_.memory())) {
  worker_->plugin.value = kNobody;
  relay_memory_.seal();
}

bool RelayEnd::ask(std::string_view record) {
  const uint64_t needed = record_bytes(record.size());
  const uint64_t used = asked_ - worker_->questions_taken.value.load(std::memory_order_acquire);
  // A cursor from the future makes `used` enormous, which is refused like a full buffer.
  if (used > kBufferBytes || needed > kBufferBytes - used) return false;
  const auto size = static_cast<uint32_t>(record.size());
  relay_->questions.put(asked_, {reinterpret_cast<const char*>(&size), sizeof size});
  relay_->questions.put(asked_ + sizeof size, record);
  asked_ += needed;
  relay_->asked.value.store(asked_, std::memory_order_release);
  return true;
}

void RelayEnd::wake_worker() {
  wake(kWaitsForQuestions);
}

void RelayEnd::wake_for_room() {
  wake(kWaitsForRoom);
}

void RelayEnd::wake(uint32_t reason) {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (worker_->sleeping.value.load(std::memory_order_relaxed) != reason) return;
  relay_->bell.value.fetch_add(1, std::memory_order_release);
  ::syscall(SYS_futex, &relay_->bell.value, FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

std::optional<std::string_view> RelayEnd::next_answer() {
  const uint64_t there = worker_->answered.value.load(std::memory_order_acquire) - taken_;
  if (broken_ || there == 0) return std::nullopt;
  uint32_t size = 0;
  worker_->answers.get(taken_, reinterpret_cast<char*>(&size), sizeof size);
  if (there > kBufferBytes || size > kMaxRecord || record_bytes(size) > there) {
    broken_ = true;
    return std::nullopt;
  }
  answer_.resize(size);
  worker_->answers.get(taken_ + sizeof size, answer_.data(), size);
  taken_ += record_bytes(size);
  relay_->answers_taken.value.store(taken_, std::memory_order_release);
  return answer_;
}

bool RelayEnd::prepare_to_sleep() {
  auto& nap = relay_->nap.value;
  nap.store(nap.load(std::memory_order_relaxed) | 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return broken_ || worker_->answered.value.load(std::memory_order_acquire) == taken_;
}

void RelayEnd::awake() {
  auto& nap = relay_->nap.value;
  if (nap.load(std::memory_order_relaxed) & 1) nap.fetch_add(1, std::memory_order_relaxed);
}

uint32_t RelayEnd::running_plugin() const {
  return worker_->plugin.value.load(std::memory_order_relaxed);
}

uint64_t RelayEnd::steps() const {
  return worker_->steps.value.load(std::memory_order_relaxed);
}

UseCount RelayEnd::use(uint32_t plugin) const {
  return plugin < kUseSlots ? read(worker_->uses[plugin]) : UseCount();
}

}  // namespace moonroom::ring
