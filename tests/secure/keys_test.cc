#include "secure/keys.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "handshake_fixture.h"

using namespace moonroom;
using namespace moonroom::secure;

namespace {

struct Pair {
  explicit Pair(Cipher cipher = Cipher::aes_256_gcm, unsigned char first = 1, uint64_t before = 0)
      : client(material(first), cipher, Side::client, before),
        host(material(first), cipher, Side::host, before) {}

  static KeyMaterial material(unsigned char first) {
    KeyMaterial material;
    for (auto& byte : material.bytes) byte = first++;
    return material;
  }

  Keys client;
  Keys host;
};

std::vector<std::string> sealed_packets(Keys& keys, size_t count) {
  std::vector<std::string> packets(count);
  for (auto& packet : packets) packet = sealed(keys, "hello");
  return packets;
}

// An independent implementation, from the protocol's description.
std::string sealed_by_hand(wire::SessionId session, uint64_t number, std::string_view frames) {
  auto material = Pair::material(1);
  const gnutls_datum_t key{material.bytes.data(), 32};
  const auto cipher = made<CipherHandle>(gnutls_aead_cipher_init, GNUTLS_CIPHER_AES_256_GCM, &key);
  const auto head = wire::encode({session, number});
  const auto nonce = std::string(4, '\0') + std::string(&head[9], 8);
  std::string text(frames.size() + 16, '\0');
  auto size = text.size();
  demand(gnutls_aead_cipher_encrypt(cipher.get(), nonce.data(), nonce.size(), head.data(),
                                    head.size(), 16, frames.data(), frames.size(), text.data(),
                                    &size));
  return std::string(head.data(), head.size()) + text;
}

constexpr uint64_t kSession = 0x4142434445464748;

}  // namespace

TEST_CASE("each side opens the other's packets, with both ciphers") {
  for (const auto cipher : {Cipher::aes_256_gcm, Cipher::chacha20_poly1305}) {
    Pair pair(cipher);
    CHECK(opened(pair.host, sealed(pair.client, "up")) == "up");
    CHECK(opened(pair.client, sealed(pair.host, "down")) == "down");
    CHECK(pair.client.session() == kSession);
    const std::string most(wire::kMaxFrames, 'x');
    CHECK(sealed(pair.client, most).size() == wire::kMaxPacket);
    CHECK(opened(pair.host, sealed(pair.client, most)) == most);
    CHECK(opened(pair.host, sealed(pair.client, "")).empty());
  }
}

TEST_CASE("packets look as the protocol's description says") {
  Pair pair;
  CHECK(sealed(pair.client, "hello") == sealed_by_hand(kSession, 1, "hello"));
  CHECK(opened(pair.host, sealed_by_hand(kSession, 0x1234567, "hello")) == "hello");
}

TEST_CASE("an invalid number, and another session's id, open nothing even if sealed") {
  Pair pair;
  CHECK(opened(pair.host, sealed_by_hand(kSession, 0, "hello")) == "nothing");
  CHECK(opened(pair.host, sealed_by_hand(kSession + 1, 1, "hello")) == "nothing");
  CHECK(opened(pair.host, sealed_by_hand(kSession, Keys::kMaxPackets + 1, "hello")) == "nothing");
  CHECK(opened(pair.host, sealed_by_hand(kSession, Keys::kMaxPackets, "hello")) == "hello");
}

TEST_CASE("packets are numbered from 1, and nothing of the text can be seen in them") {
  Pair pair;
  const auto first = sealed(pair.client, "secret");
  const auto second = sealed(pair.client, "secret");
  CHECK(wire::sealed_head(first)->number == 1);
  CHECK(wire::sealed_head(second)->number == 2);
  CHECK(first.substr(wire::kSealedHead) != second.substr(wire::kSealedHead));
  CHECK(first.find("secret") == std::string::npos);
}

TEST_CASE("a packet with any bit changed, or any part cut off, opens nothing and costs nothing") {
  for (const auto cipher : {Cipher::aes_256_gcm, Cipher::chacha20_poly1305}) {
    Pair pair(cipher);
    const auto packet = sealed(pair.client, "hello");
    for (size_t bit = 0; bit < 8 * packet.size(); ++bit) {
      auto forged = packet;
      forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ 1 << bit % 8);
      REQUIRE(opened(pair.host, forged) == "nothing");
    }
    for (size_t size = 0; size < packet.size(); ++size)
      REQUIRE(opened(pair.host, packet.substr(0, size)) == "nothing");
    CHECK(opened(pair.host, packet + "x") == "nothing");
    CHECK(pair.host.newest() == 0);
    CHECK(opened(pair.host, packet) == "hello");
  }
}

TEST_CASE("a packet that is sent back to its sender opens nothing") {
  Pair pair;
  const auto packet = sealed(pair.client, "hello");
  CHECK(opened(pair.client, packet) == "nothing");
}

TEST_CASE("a packet of another session opens nothing") {
  Pair pair;
  Pair other(Cipher::aes_256_gcm, 2);
  CHECK(opened(pair.host, sealed(other.client, "hello")) == "nothing");
  // The same id with other keys, as after a guess of the id.
  auto packet = sealed(other.client, "hello");
  const auto head = wire::encode({kSession, 2});
  std::copy(head.begin(), head.end(), packet.begin());
  CHECK(opened(pair.host, packet) == "nothing");
}

TEST_CASE("a packet opens once, in whatever order packets come") {
  Pair pair;
  auto packets = sealed_packets(pair.client, 100);
  std::shuffle(packets.begin(), packets.end(), std::mt19937(3));
  for (const auto& packet : packets) CHECK(opened(pair.host, packet) == "hello");
  for (const auto& packet : packets) CHECK(opened(pair.host, packet) == "nothing");
  CHECK(pair.host.newest() == 100);
}

TEST_CASE("a packet may be 1,023 numbers late, and not one more") {
  Pair pair;
  const auto packets = sealed_packets(pair.client, 1025);
  CHECK(opened(pair.host, packets[1024]) == "hello");
  CHECK(opened(pair.host, packets[1]) == "hello");
  CHECK(opened(pair.host, packets[1]) == "nothing");
  CHECK(opened(pair.host, packets[0]) == "nothing");
}

TEST_CASE("a key seals 2^28 packets, says so before, and none after") {
  Pair fresh;
  CHECK(!fresh.client.needs_rekey());
  Pair pair(Cipher::aes_256_gcm, 1, Keys::kMaxPackets - 1);
  CHECK(pair.client.needs_rekey());
  const auto last = sealed(pair.client, "last");
  CHECK(wire::sealed_head(last)->number == Keys::kMaxPackets);
  CHECK(opened(fresh.host, last) == "last");
  CHECK(fresh.host.needs_rekey());
  CHECK(sealed(pair.client, "more").empty());
  CHECK(sealed(pair.client, "more").empty());
}

TEST_CASE("a key that has a day left is worn") {
  const auto worn_after = [](uint64_t sealed) {
    return Pair(Cipher::aes_256_gcm, 1, sealed).client.needs_rekey();
  };
  CHECK(!worn_after(Keys::kMaxPackets / 100 * 98));
  CHECK(worn_after(Keys::kMaxPackets / 100 * 99 + 100));
}

TEST_CASE("a packet that does not fit is not cut") {
  Pair pair;
  std::array<char, 40> packet{};
  CHECK(pair.client.seal("1234567", packet) == 40);
  CHECK_THROWS_AS(pair.client.seal("12345678", packet), std::length_error);
}

TEST_CASE("keys go on in the place that they are moved to") {
  Pair pair;
  sealed(pair.client, "one");
  Keys moved = std::move(pair.client);
  CHECK(wire::sealed_head(sealed(moved, "two"))->number == 2);
}
