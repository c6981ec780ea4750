#include "client/messages.h"

#include "base/fields.h"

namespace moonroom::client {
namespace {

template <class Message>
std::string encoded(const Message& message) {
  std::string bytes;
  encode_fields(message, bytes);
  return bytes;
}

}  // namespace

std::string encode(const Event& event) {
  return encoded(event);
}

std::optional<std::vector<Event>> decode_events(std::string_view bytes) {
  FieldReader read(bytes);
  std::vector<Event> events;
  while (!read.at_end()) {
    read(events.emplace_back());
    if (!read.ok()) return std::nullopt;
  }
  return events;
}

std::string encode(const Order& order) {
  return encoded(order);
}

std::optional<Order> decode_order(std::string_view bytes) {
  Order order;
  return decode_fields(bytes, order) ? std::optional(std::move(order)) : std::nullopt;
}

}  // namespace moonroom::client
