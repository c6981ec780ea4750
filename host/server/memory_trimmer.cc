#include "server/memory_trimmer.h"

#include <malloc.h>

namespace moonroom::server {
namespace {

// A turn with more deliveries allocates memory that a quiet room does not need.
constexpr size_t kManyDeliveries = 2000;

// Longer than the pauses of a conversation.
constexpr auto kTrimAfter = std::chrono::seconds(1);

}  // namespace

void MemoryTrimmer::on_sent(size_t count, SteadyTime now) {
  if (count > kManyDeliveries) due_ = now + kTrimAfter;
}

void MemoryTrimmer::tick(SteadyTime now) {
  if (!due_ || now < *due_) return;
  due_.reset();
  transport_.trim_memory();
  members_.trim_memory();
  ::malloc_trim(0);
}

}  // namespace moonroom::server
