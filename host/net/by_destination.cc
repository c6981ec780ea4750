#include "net/by_destination.h"

#include <algorithm>
#include <functional>

namespace moonroom::net {
namespace {

constexpr size_t kMinSlots = 64;

}  // namespace

void ByDestination::arrange(std::span<const wire::Outbox::Delivery> deliveries) {
  deliveries_ = deliveries;
  destinations_.clear();
  next_.assign(deliveries.size(), kNone);
  std::ranges::fill(slots_, kNone);
  guess_ = 0;
  for (uint32_t place = 0; place < deliveries.size(); ++place) add(place, deliveries[place].to);
}

// Members receive each line in the same order, and only its author is left out. So the next
// delivery goes to the next destination, or the next but one, usually without a lookup.
void ByDestination::add(uint32_t place, const wire::Endpoint& endpoint) {
  auto destination = guess_ < destinations_.size() ? guess_ : 0;
  if (!is(destination, endpoint) && !is(++destination, endpoint)) {
    auto& slot = slot_of(endpoint);
    if (slot == kNone) {
      slot = static_cast<uint32_t>(destinations_.size());
      destinations_.push_back({place, kNone});
    }
    destination = slot;
  }
  auto& last = destinations_[destination].last;
  if (last != kNone) next_[last] = place;
  last = place;
  guess_ = destination + 1;
  if (destinations_.size() * 2 > slots_.size()) grow();
}

bool ByDestination::is(size_t destination, const wire::Endpoint& endpoint) const {
  return destination < destinations_.size() && whom(destination) == endpoint;
}

uint32_t& ByDestination::slot_of(const wire::Endpoint& endpoint) {
  if (slots_.empty()) grow();
  const auto mask = slots_.size() - 1;
  // Ports of one machine differ in their lowest bits only; these must affect the bits of the mask.
  auto place = std::hash<wire::Endpoint>()(endpoint);
  for (place ^= place >> 32;; ++place) {
    auto& slot = slots_[place & mask];
    if (slot == kNone || whom(slot) == endpoint) return slot;
  }
}

void ByDestination::grow() {
  slots_.assign(std::max(slots_.size() * 2, kMinSlots), kNone);
  for (uint32_t i = 0; i < destinations_.size(); ++i) slot_of(whom(i)) = i;
}

}  // namespace moonroom::net
