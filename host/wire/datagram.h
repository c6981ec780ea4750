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

/// Why a host ends a session.
enum class Parting : uint8_t {
  /// He has left.
  done,
  /// He came back in another session.
  evicted,
  /// He was removed.
  removed,
};

/// What it costs to send so much, about, in datagrams: what is said into a session shares them,
/// eight messages each, as long as lines of a chat are.
constexpr size_t weight(size_t deliveries, size_t messages) {
  return deliveries + messages / 8;
}

/// What one turn of the loop sends, in order. A text that goes to many is stored once: `store` it,
/// then `send` it to each. What goes into sessions is kept apart: somebody has to seal it. Memory
/// is kept from turn to turn, until somebody lets it `rest`.
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
  struct Message {
    SessionId to = 0;
    Text text;
  };
  struct Closing {
    SessionId session = 0;
    Parting why{};
  };

  /// Copies `bytes` in. The handle is valid until `clear`.
  Text store(std::string_view bytes) {
    const Text text{static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(bytes.size())};
    bytes_.append(bytes);
    return text;
  }
  void send(Text text, const Endpoint& to) {
    if (to.session != 0)
      messages_.push_back({to.session, text});
    else
      deliveries_.push_back({to, text});
  }
  void send(std::string_view bytes, const Endpoint& to) { send(store(bytes), to); }

  /// The session ends behind what is sent into it now.
  void close(SessionId session, Parting why) { closings_.push_back({session, why}); }

  std::span<const Delivery> deliveries() const { return deliveries_; }
  std::span<const Message> messages() const { return messages_; }
  std::span<const Closing> closings() const { return closings_; }
  /// Valid until the next `store` or `clear`.
  std::string_view bytes(Text text) const {
    return std::string_view(bytes_).substr(text.offset, text.size);
  }
  std::string_view bytes(const Delivery& delivery) const { return bytes(delivery.text); }
  /// Of all of it.
  size_t weight() const { return wire::weight(deliveries_.size(), messages_.size()); }
  bool empty() const { return deliveries_.empty() && messages_.empty() && closings_.empty(); }
  void clear() {
    bytes_.clear();
    deliveries_.clear();
    messages_.clear();
    closings_.clear();
  }
  /// Clears it, and lets go of memory.
  void trim_memory() { *this = Outbox(); }

 private:
  std::string bytes_;
  std::vector<Delivery> deliveries_;
  std::vector<Message> messages_;
  std::vector<Closing> closings_;
};

}  // namespace moonroom::wire
