// An index over deliveries. The outbox has them in the order of lines (the first to all, the second
// to all …); this index gives them in the order of destinations, each with its own in the old
// order. Nothing is moved: one pass links each delivery to the next of its destination. The memory
// is reused until `trim_memory`.
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

  /// `deliveries` must outlive all queries.
  void arrange(std::span<const wire::Outbox::Delivery> deliveries);

  /// Clears the index and frees its memory.
  void trim_memory() { *this = ByDestination(); }

  size_t destinations() const { return destinations_.size(); }
  /// The position of a destination's first delivery; destinations are in the order of their first
  /// delivery.
  uint32_t first(size_t destination) const { return destinations_[destination].first; }
  /// The position of the next delivery to the same destination, or kNone.
  uint32_t next(uint32_t place) const { return next_[place]; }

 private:
  /// The positions of its deliveries.
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
  /// The probable destination of the next delivery: the one after the latest.
  size_t guess_ = 0;
};

}  // namespace moonroom::net
