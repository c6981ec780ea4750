// Whose deliveries are whose: a pile of deliveries in the order of lines (the first to all, the
// second to all …) seen in the order of destinations, each of which gets its own in the old order.
// Nothing is moved: one pass writes down which delivery follows which. Memory is kept for the next,
// until it may `rest`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "wire/datagram.h"

namespace moonroom::net {

class ByDestination {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  /// `deliveries` must last as long as what is asked about them.
  void arrange(std::span<const wire::Outbox::Delivery> deliveries);

  /// Forgets all, and lets go of memory.
  void trim_memory() { *this = ByDestination(); }

  size_t destinations() const { return destinations_.size(); }
  /// The place of a destination's first delivery; destinations come as they were first met.
  uint32_t first(size_t destination) const { return destinations_[destination].first; }
  /// The place of the next delivery to where the one at `place` goes, or kNone.
  uint32_t next(uint32_t place) const { return next_[place]; }

 private:
  /// The places of its deliveries.
  struct Destination {
    uint32_t first = 0;
    uint32_t last = 0;
  };

  void add(uint32_t place, const wire::Endpoint& endpoint);
  const wire::Endpoint& whom(size_t destination) const {
    return deliveries_[destinations_[destination].first].to;
  }
  bool is(size_t destination, const wire::Endpoint& endpoint) const;
  uint32_t& slot_of(const wire::Endpoint& endpoint);
  void grow();

  std::span<const wire::Outbox::Delivery> deliveries_;
  std::vector<Destination> destinations_;
  std::vector<uint32_t> next_;
  /// A hash table with open addressing; a power of two, at most half full.
  std::vector<uint32_t> slots_;
  /// Where the next delivery probably goes: behind whom the last one went to.
  size_t guess_ = 0;
};

}  // namespace moonroom::net
