// MQTT 3.1.1, QoS 0: every member publishes to one topic and subscribes to it. The server echoes a
// member's own lines, which cannot be turned off.
#include <cstdint>

#include "bench/load/tongue.h"

namespace moonroom::bench {
namespace {

constexpr std::string_view kTopic = "room";

enum Packet : unsigned {
  connect = 0x10,
  connack = 0x20,
  publish = 0x30,
  subscribe = 0x82,
  suback = 0x90
};

void append_field(std::string& bytes, std::string_view field) {
  bytes += static_cast<char>(field.size() >> 8);
  bytes += static_cast<char>(field.size() & 0xFF);
  bytes += field;
}

// A length is encoded in groups of seven bits, the lowest first.
std::string packet(Packet type, std::string_view body) {
  std::string bytes(1, static_cast<char>(type));
  size_t rest = body.size();
  do {
    const auto group = rest % 128;
    rest /= 128;
    bytes += static_cast<char>(rest != 0 ? group | 0x80 : group);
  } while (rest != 0);
  return bytes.append(body);
}

unsigned byte_at(std::string_view bytes, size_t place) {
  return static_cast<unsigned char>(bytes[place]);
}

class MqttTongue final : public StreamTongue {
 public:
  explicit MqttTongue(std::string_view name) : name_(name) {}

  void knock(const Send& send) override {
    // A clean session without keep-alive.
    std::string body;
    append_field(body, "MQTT");
    body += {4, 2, 0, 0};
    append_field(body, name_);
    send(packet(Packet::connect, body));
  }
  bool is_in() const override { return in_; }

 private:
  std::string request(std::string_view text) const override {
    std::string body;
    append_field(body, kTopic);
    return packet(Packet::publish, body.append(text));
  }
  size_t take_message(std::string_view bytes, const Hear& hear, const Send& send) override {
    size_t size = 0;
    for (size_t place = 1; place < bytes.size(); ++place) {
      size |= size_t{byte_at(bytes, place) & 0x7F} << (7 * (place - 1));
      if (byte_at(bytes, place) & 0x80) continue;
      const auto body = bytes.substr(place + 1);
      if (body.size() < size) return 0;
      take_packet(byte_at(bytes, 0), body.substr(0, size), hear, send);
      return place + 1 + size;
    }
    return 0;
  }

  void take_packet(unsigned type, std::string_view body, const Hear& hear, const Send& send) {
    if (type == Packet::publish) return hear(body.substr(2 + kTopic.size()));
    if (type == Packet::suback) in_ = true;
    if (type != Packet::connack || body != std::string_view("\0\0", 2)) return;
    std::string wish{0, 1};
    append_field(wish, kTopic);
    wish += '\0';
    send(packet(Packet::subscribe, wish));
  }

  std::string name_;
  bool in_ = false;
};

}  // namespace

std::unique_ptr<Tongue> mqtt_tongue(std::string_view name) {
  return std::make_unique<MqttTongue>(name);
}

}  // namespace moonroom::bench
