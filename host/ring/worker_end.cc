#include "ring/worker_end.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

namespace moonroom::ring {

WorkerEnd::WorkerEnd(UniqueFd relay_page, UniqueFd worker_page, UniqueFd wake)
    : relay_memory_(Mapping::open(std::move(relay_page), sizeof(RelayPage), Access::read_only)),
      worker_memory_(Mapping::open(std::move(worker_page), sizeof(WorkerPage), Access::read_write)),
      wake_(std::move(wake)),
      relay_(static_cast<const RelayPage*>(relay_memory_.memory())),
      worker_(static_cast<WorkerPage*>(worker_memory_.memory())) {}

// Says that it sleeps, then looks once more, then sleeps: the relay does it the other way round
// (publishes, then looks for sleepers), so one of the two always sees the other.
template <class Condition>
void WorkerEnd::sleep_until(uint32_t reason, Condition condition) {
  while (!condition()) {
    const uint32_t bell = relay_->bell.value.load(std::memory_order_acquire);
    worker_->sleeping.value.store(reason, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (!condition())
      ::syscall(SYS_futex, &relay_->bell.value, FUTEX_WAIT, bell, nullptr, nullptr, 0);
    worker_->sleeping.value.store(0, std::memory_order_relaxed);
  }
}

bool WorkerEnd::asked() const {
  return relay_->asked.value.load(std::memory_order_acquire) != taken_;
}

bool WorkerEnd::room_for(uint64_t bytes) const {
  const auto taken = relay_->answers_taken.value.load(std::memory_order_acquire);
  return answered_ + bytes - taken <= kBufferBytes;
}

std::string_view WorkerEnd::next_question() {
  if (!asked()) {
    wake_relay();
    sleep_until(kWaitsForQuestions, [this] { return asked(); });
  }
  uint32_t size = 0;
  relay_->questions.get(taken_, reinterpret_cast<char*>(&size), sizeof size);
  question_.resize(size);
  relay_->questions.get(taken_ + sizeof size, question_.data(), size);
  taken_ += record_bytes(size);
  worker_->questions_taken.value.store(taken_, std::memory_order_release);
  return question_;
}

void WorkerEnd::answer(std::string_view record) {
  const uint64_t needed = record_bytes(record.size());
  if (!room_for(needed)) {
    wake_relay();
    sleep_until(kWaitsForRoom, [&] { return room_for(needed); });
  }
  const auto size = static_cast<uint32_t>(record.size());
  worker_->answers.put(answered_, {reinterpret_cast<const char*>(&size), sizeof size});
  worker_->answers.put(answered_ + sizeof size, record);
  answered_ += needed;
  worker_->answered.value.store(answered_, std::memory_order_release);
}

// One write a nap: the relay cannot be woken twice.
void WorkerEnd::wake_relay() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const uint32_t nap = relay_->nap.value.load(std::memory_order_relaxed);
  if ((nap & 1) == 0 || nap == woken_nap_) return;
  woken_nap_ = nap;
  const uint64_t one = 1;
  // Fails only when the counter is full, and then the relay is awake anyway.
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void WorkerEnd::running(uint32_t plugin) {
  worker_->plugin.value.store(plugin, std::memory_order_relaxed);
  worker_->steps.value.store(++steps_, std::memory_order_relaxed);
}

void WorkerEnd::idle() {
  worker_->plugin.value.store(kNobody, std::memory_order_relaxed);
}

PluginUse* WorkerEnd::use(uint32_t plugin) {
  return plugin < kUseSlots ? &worker_->uses[plugin] : nullptr;
}

}  // namespace moonroom::ring
