#include "ring/worker_channel.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

namespace moonroom::ring {

WorkerChannel::WorkerChannel(UniqueFd relay_page, UniqueFd worker_page, UniqueFd wake)
    : host_memory_(Mapping::open(std::move(relay_page), sizeof(HostPage), Access::read_only)),
      worker_memory_(Mapping::open(std::move(worker_page), sizeof(WorkerPage), Access::read_write)),
      wake_(std::move(wake)),
      host_(static_cast<const HostPage*>(host_memory_.memory())),
      worker_(static_cast<WorkerPage*>(worker_memory_.memory())) {}

// Marks itself asleep, checks once more, then sleeps. The host does it in the opposite order
// (publishes, then checks for sleepers), so at least one of the two sees the other.
template <class Condition>
void WorkerChannel::sleep_until(uint32_t reason, Condition condition) {
  while (!condition()) {
    const uint32_t bell = host_->wake_futex.value.load(std::memory_order_acquire);
    worker_->sleeping.value.store(reason, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (!condition())
      ::syscall(SYS_futex, &host_->wake_futex.value, FUTEX_WAIT, bell, nullptr, nullptr, 0);
    worker_->sleeping.value.store(0, std::memory_order_relaxed);
  }
}

bool WorkerChannel::has_request() const {
  return host_->requests_sent.value.load(std::memory_order_acquire) != received_;
}

bool WorkerChannel::has_space_for(uint64_t bytes) const {
  const auto taken = host_->responses_received.value.load(std::memory_order_acquire);
  return sent_ + bytes - taken <= kBufferBytes;
}

std::string_view WorkerChannel::next_request() {
  if (!has_request()) {
    wake_relay();
    sleep_until(kWaitsForRequests, [this] { return has_request(); });
  }
  uint32_t size = 0;
  host_->requests.get(received_, reinterpret_cast<char*>(&size), sizeof size);
  request_.resize(size);
  host_->requests.get(received_ + sizeof size, request_.data(), size);
  received_ += record_bytes(size);
  worker_->requests_received.value.store(received_, std::memory_order_release);
  return request_;
}

void WorkerChannel::send(std::string_view record) {
  const uint64_t needed = record_bytes(record.size());
  if (!has_space_for(needed)) {
    wake_relay();
    sleep_until(kWaitsForSpace, [&] { return has_space_for(needed); });
  }
  const auto size = static_cast<uint32_t>(record.size());
  worker_->responses.put(sent_, {reinterpret_cast<const char*>(&size), sizeof size});
  worker_->responses.put(sent_ + sizeof size, record);
  sent_ += needed;
  worker_->responses_sent.value.store(sent_, std::memory_order_release);
}

// One write for each sleep: the host is not woken twice.
void WorkerChannel::wake_relay() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const uint32_t nap = host_->sleep_sequence.value.load(std::memory_order_relaxed);
  if ((nap & 1) == 0 || nap == woken_sleep_) return;
  woken_sleep_ = nap;
  const uint64_t one = 1;
  // Fails only when the counter is full, and then the host is awake anyway.
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void WorkerChannel::running(uint32_t plugin) {
  worker_->plugin.value.store(plugin, std::memory_order_relaxed);
  worker_->calls.value.store(++steps_, std::memory_order_relaxed);
}

void WorkerChannel::idle() {
  worker_->plugin.value.store(kNobody, std::memory_order_relaxed);
}

PluginCounterSlot* WorkerChannel::counters(uint32_t plugin) {
  return plugin < kCounterSlots ? &worker_->counters[plugin] : nullptr;
}

}  // namespace moonroom::ring
