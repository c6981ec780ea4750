// A received datagram, and the outbox.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/endpoint.h"

namespace moonroom::wire {

/// A received datagram. The bytes belong to the receiver's batch.
struct Datagram {
  Endpoint from;
  std::string_view bytes;
  /// The datagram was longer than the receiver's buffer: `bytes` is only its beginning.
  bool truncated = false;
};

/// Why a host ends a session.
enum class Parting : uint8_t {
  /// The member has left.
  done,
  /// The member resumed in another session.
  evicted,
  /// The member was removed.
  removed,
};

/// The approximate cost of sending, in datagrams. Messages in a session share datagrams: eight
/// each, at the usual length of a chat line.
constexpr size_t weight(size_t deliveries, size_t messages) {
  return deliveries + messages / 8;
}

/// The output of one turn of the loop, in order. A text for many recipients is stored once: `store`
/// it, then `send` it to each. Session messages are kept separate, because they must be sealed. The
/// outbox keeps its memory from turn to turn until `trim_memory`.
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

  /// The session ends after the messages sent so far.
  void close(SessionId session, Parting why) { closings_.push_back({session, why}); }

  std::span<const Delivery> deliveries() const { return deliveries_; }
  std::span<const Message> messages() const { return messages_; }
  std::span<const Closing> closings() const { return closings_; }
  /// Valid until the next `store` or `clear`.
  std::string_view bytes(Text text) const {
    return std::string_view(bytes_).substr(text.offset, text.size);
  }
  std::string_view bytes(const Delivery& delivery) const { return bytes(delivery.text); }
  /// The weight of the whole outbox.
  size_t weight() const { return wire::weight(deliveries_.size(), messages_.size()); }
  bool empty() const { return deliveries_.empty() && messages_.empty() && closings_.empty(); }
  void clear() {
    bytes_.clear();
    deliveries_.clear();
    messages_.clear();
    closings_.clear();
  }
  /// Clears the outbox and frees its memory.
  void trim_memory() { *this = Outbox(); }

 private:
  std::string bytes_;
  std::vector<Delivery> deliveries_;
  std::vector<Message> messages_;
  std::vector<Closing> closings_;
};

}  // namespace moonroom::wire
