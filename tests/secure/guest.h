// A client at an address of its own that shakes hands with a handshake server step by step, under
// the control of the test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "handshake_fixture.h"

namespace moonroom::secure {

using Words = std::vector<std::string>;

inline Words words_in(const wire::Outbox& out) {
  Words words;
  for (const auto& delivery : out.deliveries()) words.emplace_back(out.bytes(delivery));
  return words;
}

inline Words words_in(const wire::Outbox& out, const wire::Endpoint& to) {
  Words words;
  for (const auto& delivery : out.deliveries())
    if (delivery.to == to) words.emplace_back(out.bytes(delivery));
  return words;
}

struct Guest {
  Guest(HandshakeServer& to, std::string_view address, Moment when = {})
      : handshake_server(to), now(when), from(at(address)), greeting(at("192.0.2.1:8888"), when) {}

  /// Returns the handshake server's answer.
  Words say(std::string_view bytes) {
    wire::Outbox out;
    if (auto drawn = handshake_server.receive({from, bytes}, now, out))
      host_keys = std::move(drawn);
    // Other clients can get an alert because they were evicted.
    return words_in(out, from);
  }
  /// Returns the guest's answer.
  Words hear(std::string_view bytes) {
    wire::Outbox out;
    if (auto outcome = greeting.receive(bytes, now, out)) {
      REQUIRE(*outcome);
      welcome.emplace(std::move(**outcome));
    }
    return words_in(out);
  }
  std::string hello() {
    wire::Outbox out;
    greeting.tick(now, out);
    return words_in(out).at(0);
  }
  /// The ClientHello again, with the cookie.
  std::string hello_with_cookie() { return hear(say(hello()).at(0)).at(0); }
  /// The flight that completes the handshake at the host.
  std::string last_flight() { return hear(say(hello_with_cookie()).at(0)).at(0); }

  HandshakeServer& handshake_server;
  Moment now;
  wire::Endpoint from;
  HandshakeClient greeting;
  std::optional<Keys> host_keys;
  std::optional<HandshakeClient::Established> welcome;
};

}  // namespace moonroom::secure
