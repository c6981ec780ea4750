// A datagram that arrived, and the pile of those to be sent.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/endpoint.h"

namespace moonroom::wire {

/// One datagram as received. The bytes belong to the receiver's batch.
struct Datagram {
  Endpoint from;
  std::string_view bytes;
  /// It was longer than the receiver's buffer: `bytes` is only its beginning.
  bool truncated = false;
};

/// What one turn of the loop sends, in order. A text that goes to many is stored once: `store` it,
/// then `send` it to each. Memory is kept from turn to turn.
class Outbox {
 public:
  struct Text {
    uint32_t offset = 0;
    uint32_t size = 0;
  };
  struct Delivery {
    Endpoint to;
    Text text;
  };

  /// Copies `bytes` in. The handle is valid until `clear`.
  Text store(std::string_view bytes) {
    const Text text{static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(bytes.size())};
    bytes_.append(bytes);
    return text;
  }
  void send(Text text, const Endpoint& to) { deliveries_.push_back({to, text}); }
  void send(std::string_view bytes, const Endpoint& to) { send(store(bytes), to); }

  std::span<const Delivery> deliveries() const { return deliveries_; }
  /// The bytes of a delivery. Valid until the next `store` or `clear`.
  std::string_view bytes(const Delivery& delivery) const {
    return std::string_view(bytes_).substr(delivery.text.offset, delivery.text.size);
  }
  bool empty() const { return deliveries_.empty(); }
  void clear() {
    bytes_.clear();
    deliveries_.clear();
  }

 private:
  std::string bytes_;
  std::vector<Delivery> deliveries_;
};

}  // namespace moonroom::wire
