// A handshake server on a free port of this machine, without a host. Prints `port N`, then `keys`
// when a handshake has given keys, or `refused`. It then reads the client's key material in hex,
// makes the client's keys of it, and prints whether both sides agree: `same CIPHER` or `different`.
//
//     handshake_server_alone [forgetful]     forgetful: the last flight gets lost once
#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>

#include "net/udp_socket.h"
#include "process/clocks.h"
#include "secure/handshake_server.h"

namespace {

using namespace moonroom;
using namespace moonroom::secure;

void say(std::string_view words) {
  fmt::print("{}\n", words);
  std::fflush(stdout);
}

bool read_material(KeyMaterial& material, std::string_view hex) {
  if (hex.size() != 2 * material.bytes.size()) return false;
  for (auto& byte : material.bytes) {
    if (std::from_chars(hex.data(), hex.data() + 2, byte, 16).ec != std::errc()) return false;
    hex.remove_prefix(2);
  }
  return true;
}

bool reaches(Keys& from, Keys& to) {
  std::array<char, wire::kMaxPacket> packet{};
  std::array<char, wire::kMaxPacket> frames{};
  const auto size = from.seal("hello", packet);
  return to.open({packet.data(), size}, frames) == "hello";
}

bool are_same(Keys& host, std::string_view hex) {
  KeyMaterial material;
  if (!read_material(material, hex)) return false;
  Keys client(material, host.cipher(), Side::client);
  return client.session() == host.session() && reaches(client, host) && reaches(host, client);
}

class Host {
 public:
  explicit Host(bool is_forgetful) : is_forgetful_(is_forgetful) {
    say(fmt::format("port {}", socket_.local().port));
  }

  /// Runs until the client's key material arrives, or the input ends.
  bool run() {
    while (!has_input()) {
      wire::Outbox out;
      for (const auto& in : socket_.receive(batch_)) receive(in, out);
      server_.tick(process::moment(), out);
      socket_.send(out);
    }
    std::string hex;
    std::getline(std::cin, hex);
    const bool same = keys_ && are_same(*keys_, hex);
    const bool aes = keys_ && keys_->cipher() == Cipher::aes_256_gcm;
    say(same ? fmt::format("same {}", aes ? "AES-256-GCM" : "ChaCha20-Poly1305") : "different");
    return same;
  }

 private:
  void receive(const wire::Datagram& in, wire::Outbox& out) {
    wire::Outbox answer;
    auto keys = server_.receive(in, process::moment(), answer);
    if (!keys || !is_forgetful_)
      for (const auto& delivery : answer.deliveries())
        out.send(answer.bytes(delivery), delivery.to);
    if (server_.counts().failed > 0) say("refused");
    if (!keys) return;
    keys_ = std::move(keys);
    say("keys");
  }
  // Waits for the socket, the handshake server's timers or the input.
  bool has_input() {
    std::array<pollfd, 2> watched{{{socket_.descriptor(), POLLIN, 0}, {0, POLLIN, 0}}};
    const auto due = server_.next_due();
    using std::chrono::ceil;
    using std::chrono::milliseconds;
    const auto wait = due ? ceil<milliseconds>(*due - process::moment().steady).count() : -1;
    ::poll(watched.data(), watched.size(), static_cast<int>(wait < 0 && due ? 0 : wait));
    return watched[1].revents != 0;
  }

  bool is_forgetful_;
  net::UdpSocket socket_ = net::UdpSocket::bind(*wire::parse_endpoint("127.0.0.1:0")).value();
  net::Batch batch_;
  Identity identity_ = Identity::ephemeral();
  HandshakeServer server_{identity_};
  std::optional<Keys> keys_;
};

}  // namespace

int main(int count, char** words) {
  return Host(count > 1 && std::string_view(words[1]) == "forgetful").run() ? 0 : 1;
}
