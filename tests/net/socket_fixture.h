// Helpers of the socket tests: sockets on free ports of this machine, and a listener that waits for
// datagrams.
#pragma once

#include <doctest/doctest.h>
#include <poll.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/udp_socket.h"

namespace moonroom::net {

inline wire::Endpoint at(std::string_view text) {
  const auto endpoint = wire::parse_endpoint(text);
  REQUIRE_MESSAGE(endpoint, text);
  return *endpoint;
}

inline UdpSocket listen(std::string_view where) {
  auto socket = UdpSocket::bind(at(where));
  REQUIRE(socket);
  return std::move(*socket);
}

inline UdpSocket connected(const wire::Endpoint& server) {
  auto socket = UdpSocket::connect(server);
  REQUIRE(socket);
  return std::move(*socket);
}

/// The port of a socket, at another address.
inline wire::Endpoint port_of(const UdpSocket& socket, std::string_view address) {
  auto where = at(std::string(address) + ":1");
  where.port = socket.local().port;
  return where;
}

/// An endpoint of this machine with no open socket.
inline wire::Endpoint closed_port(std::string_view address) {
  return listen(std::string(address) + ":0").local();
}

/// True when the descriptor showed `events` within a few seconds.
inline bool wait_for(const UdpSocket& socket, short events) {
  pollfd watched{socket.descriptor(), events, 0};
  return ::poll(&watched, 1, 3000) == 1 && (watched.revents & events) != 0;
}

struct SocketListener {
  explicit SocketListener(UdpSocket& listening, Batch into = Batch())
      : socket(listening), batch(std::move(into)) {}

  /// Receives until there are `count` datagrams in all, or none arrive for seconds.
  std::vector<std::string> receive(size_t count) {
    while (received.size() < count && wait_for(socket, POLLIN)) receive_batch();
    return received;
  }
  std::string receive_one() {
    received.clear();
    return receive(1).empty() ? "nothing" : received.front();
  }
  void receive_batch() {
    const auto datagrams = socket.receive(batch);
    largest = std::max(largest, datagrams.size());
    for (const auto& datagram : datagrams) {
      received.emplace_back(datagram.bytes);
      from = datagram.from;
    }
  }

  UdpSocket& socket;
  Batch batch;
  std::vector<std::string> received;
  /// The sender of the latest datagram.
  wire::Endpoint from;
  /// The most datagrams in one call.
  size_t largest = 0;
};

inline std::vector<std::string> numbers(size_t count) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) texts.push_back(std::to_string(i));
  return texts;
}

}  // namespace moonroom::net
