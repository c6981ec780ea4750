// Input from strangers to the session protocol: any datagrams into a handshake server, alone and
// between those of honest clients, and any packets into a session's keys. No packet opens that was
// not sealed, and an address without a valid cookie gets no more bytes than it sent.
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fuzz.h"
#include "secure/handshake_client.h"
#include "secure/handshake_server.h"

namespace {

using namespace moonroom;
using namespace moonroom::secure;
using fuzz::require;

const Identity& identity() {
  static const auto made = Identity::ephemeral();
  return made;
}

Keys keys_of(Side side) {
  KeyMaterial material;
  material.bytes.fill(7);
  return {material, Cipher::aes_256_gcm, side};
}

std::string sealed(Keys& keys, std::string_view frames) {
  std::array<char, wire::kMaxPacket> packet{};
  return {packet.data(), keys.seal(frames, packet)};
}

wire::Endpoint seat(int number) {
  auto from = wire::Endpoint{wire::v4_address({198, 51, 100, 7}), 4000, {}};
  from.port = static_cast<uint16_t>(from.port + number);
  return from;
}

class Story {
 public:
  // A step: the action and its client, then a length and its bytes.
  void play(std::string_view rest) {
    while (rest.size() >= 2) {
      const auto step = static_cast<uint8_t>(rest[0]);
      const auto size = static_cast<uint8_t>(rest[1]);
      const auto bytes = rest.substr(2, size);
      rest.remove_prefix(2 + bytes.size());
      act(step / 4 % 4, step % 4, bytes);
    }
  }

 private:
  struct Client {
    std::unique_ptr<HandshakeClient> greeting;
    // Its last message.
    std::string said;
    bool has_proved_address = false;
  };

  void act(int what, int who, std::string_view bytes) {
    if (what == 0) hear(who, bytes);
    if (what == 1) go_on(who, bytes);
    if (what == 2) pass(std::chrono::milliseconds(bytes.size() * 100));
    if (what == 3) open(bytes);
  }

  // A datagram arrives from this address.
  void hear(int who, std::string_view bytes) {
    wire::Outbox out;
    auto& client = clients_[static_cast<size_t>(who)];
    const auto before = doorway_.counts().admitted;
    doorway_.receive({seat(who), bytes}, now_, out);
    client.has_proved_address |= doorway_.counts().admitted > before;
    size_t size = 0;
    for (const auto& delivery : out.deliveries()) size += out.bytes(delivery).size();
    require(size <= bytes.size() || client.has_proved_address);
    for (const auto& delivery : out.deliveries()) answer(client, out.bytes(delivery));
  }
  // The client receives the answer, and sends the next message when it is due.
  void answer(Client& client, std::string_view bytes) {
    if (!client.greeting) return;
    wire::Outbox out;
    if (const auto outcome = client.greeting->receive(bytes, now_, out))
      require(*outcome && (*outcome)->fingerprint == identity().fingerprint());
    for (const auto& delivery : out.deliveries()) client.said = out.bytes(delivery);
  }
  // The client's next datagram arrives, changed where `bytes` are not 0.
  void go_on(int who, std::string_view bytes) {
    auto& client = clients_[static_cast<size_t>(who)];
    if (!client.greeting) begin(client);
    auto said = client.said;
    for (size_t i = 0; i < std::min(said.size(), bytes.size()); ++i)
      said[i] = static_cast<char>(said[i] ^ bytes[i]);
    hear(who, said);
  }
  void begin(Client& client) {
    wire::Outbox out;
    client.greeting = std::make_unique<HandshakeClient>(wire::Endpoint{}, now_);
    client.greeting->tick(now_, out);
    for (const auto& delivery : out.deliveries()) client.said = out.bytes(delivery);
  }
  void pass(Duration time) {
    now_ = now_ + time;
    wire::Outbox out;
    doorway_.tick(now_, out);
    require(!doorway_.next_due() || *doorway_.next_due() > now_.steady);
  }
  void open(std::string_view bytes) {
    std::array<char, 256> frames{};
    const auto text = host_.open(bytes, frames);
    require(!text || (bytes == first_ && *text == "hello"));
    // A packet derived from a valid one.
    auto forged = second_;
    for (size_t i = 0; i < std::min(forged.size(), bytes.size()); ++i)
      forged[i] = static_cast<char>(forged[i] ^ bytes[i]);
    require(!host_.open(forged, frames) || forged == second_);
  }

  Moment now_{};
  HandshakeServer doorway_{identity()};
  std::array<Client, 4> clients_;
  Keys client_ = keys_of(Side::client);
  Keys host_ = keys_of(Side::host);
  std::string first_ = sealed(client_, "hello");
  std::string second_ = sealed(client_, "hello");
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Story().play(fuzz::text_of(data, size));
  return 0;
}
