// One client's path through the proxy: the port that the host sees instead of the client's, and the
// weather in each direction. The port changes after some time, as behind a NAT whose mapping
// expires.
#pragma once

#include <cstdint>
#include <optional>

#include "base/moment.h"
#include "base/result.h"
#include "net/udp_socket.h"
#include "network/proxy/weather.h"

namespace moonroom::network {

enum class Way : uint8_t { to_host, to_client };

class Passage {
 public:
  static Result<Passage> open(const wire::Endpoint& client, const wire::Endpoint& host,
                              const Climate& climate, uint64_t seed) {
    auto outside = net::UdpSocket::connect(host);
    if (!outside) return tl::unexpected(outside.error());
    return Passage(client, std::move(*outside), climate, seed);
  }

  /// Datagrams from the host to the old port are lost from now on.
  Result<void> rebind(const wire::Endpoint& host) {
    auto outside = net::UdpSocket::connect(host);
    if (!outside) return tl::unexpected(outside.error());
    outside_ = std::move(*outside);
    return {};
  }

  const wire::Endpoint& client() const { return client_; }
  net::UdpSocket& outside() { return outside_; }
  Weather& weather(Way way) { return way == Way::to_host ? there_ : back_; }

 private:
  Passage(const wire::Endpoint& client, net::UdpSocket outside, const Climate& climate,
          uint64_t seed)
      : client_(client),
        outside_(std::move(outside)),
        there_(climate, 2 * seed),
        back_(climate, 2 * seed + 1) {}

  wire::Endpoint client_;
  net::UdpSocket outside_;
  Weather there_;
  Weather back_;
};

}  // namespace moonroom::network
