#include "ring/host_channel.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace moonroom::ring {

HostChannel::HostChannel()
    : host_memory_(Mapping::create("moonroom-questions", sizeof(HostPage))),
      worker_memory_(Mapping::create("moonroom-answers", sizeof(WorkerPage))),
      // A new memfd is zero-filled, which is the initial value of every cell.
      host_(static_cast<HostPage*>(host_memory_.memory())),
      worker_(static_cast<WorkerPage*>(worker_memory_.memory())) {
  worker_->plugin.value = kNobody;
  host_memory_.seal();
}

bool HostChannel::try_send(std::string_view record) {
  const uint64_t needed = record_bytes(record.size());
  const uint64_t used = sent_ - worker_->requests_received.value.load(std::memory_order_acquire);
  // A cursor beyond our own makes `used` enormous, which is refused like a full buffer.
  if (used > kBufferBytes || needed > kBufferBytes - used) return false;
  const auto size = static_cast<uint32_t>(record.size());
  host_->requests.put(sent_, {reinterpret_cast<const char*>(&size), sizeof size});
  host_->requests.put(sent_ + sizeof size, record);
  sent_ += needed;
  host_->requests_sent.value.store(sent_, std::memory_order_release);
  return true;
}

void HostChannel::wake_worker() {
  wake(kWaitsForRequests);
}

void HostChannel::wake_for_space() {
  wake(kWaitsForSpace);
}

void HostChannel::wake(uint32_t reason) {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (worker_->sleeping.value.load(std::memory_order_relaxed) != reason) return;
  host_->wake_futex.value.fetch_add(1, std::memory_order_release);
  ::syscall(SYS_futex, &host_->wake_futex.value, FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

std::optional<std::string_view> HostChannel::next_response() {
  const uint64_t there = worker_->responses_sent.value.load(std::memory_order_acquire) - received_;
  if (broken_ || there == 0) return std::nullopt;
  uint32_t size = 0;
  worker_->responses.get(received_, reinterpret_cast<char*>(&size), sizeof size);
  if (there > kBufferBytes || size > kMaxRecord || record_bytes(size) > there) {
    broken_ = true;
    return std::nullopt;
  }
  response_.resize(size);
  worker_->responses.get(received_ + sizeof size, response_.data(), size);
  received_ += record_bytes(size);
  host_->responses_received.value.store(received_, std::memory_order_release);
  return response_;
}

bool HostChannel::arm_wakeup() {
  auto& nap = host_->sleep_sequence.value;
  nap.store(nap.load(std::memory_order_relaxed) | 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return broken_ || worker_->responses_sent.value.load(std::memory_order_acquire) == received_;
}

void HostChannel::disarm_wakeup() {
  auto& nap = host_->sleep_sequence.value;
  if (nap.load(std::memory_order_relaxed) & 1) nap.fetch_add(1, std::memory_order_relaxed);
}

uint32_t HostChannel::running_plugin() const {
  return worker_->plugin.value.load(std::memory_order_relaxed);
}

uint64_t HostChannel::steps() const {
  return worker_->calls.value.load(std::memory_order_relaxed);
}

PluginCounters HostChannel::counters(uint32_t plugin) const {
  return plugin < kCounterSlots ? read(worker_->counters[plugin]) : PluginCounters();
}

}  // namespace moonroom::ring
