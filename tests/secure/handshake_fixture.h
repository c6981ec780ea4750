// A client and a host's handshake server on a simulated network: each datagram has a fate, and time
// advances from event to event.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "secure/handshake_client.h"
#include "secure/handshake_server.h"

namespace moonroom::secure {

using namespace std::chrono_literals;

inline wire::Endpoint at(std::string_view text) {
  const auto endpoint = wire::parse_endpoint(text);
  REQUIRE_MESSAGE(endpoint, text);
  return *endpoint;
}

/// Made once: the identity does not matter to most tests.
inline const Identity& some_identity() {
  static const auto identity = Identity::ephemeral();
  return identity;
}

inline std::string sealed(Keys& keys, std::string_view frames) {
  std::array<char, wire::kMaxPacket> packet{};
  return {packet.data(), keys.seal(frames, packet)};
}

/// The opened plaintext, or "nothing".
inline std::string opened(Keys& keys, std::string_view packet) {
  std::array<char, 2 * wire::kMaxPacket> frames{};
  return std::string(keys.open(packet, frames).value_or("nothing"));
}

/// The delays of a datagram's copies: none, one or many.
using Fate = std::vector<Duration>;
enum class Way { up, down };
/// `index` counts the datagrams in one direction from 0.
using Fates = std::function<Fate(Way way, size_t index)>;

inline Fate soon(Way, size_t) {
  return {20ms};
}

/// Each datagram's fate, drawn from a seed.
struct Weather {
  double lost = 0;
  double doubled = 0;
  double late = 0;

  Fates from(unsigned seed) const {
    return [*this, dice = std::mt19937(seed)](Way, size_t) mutable {
      const auto happens = [&dice](double chance) {
        return std::uniform_real_distribution(0.0, 1.0)(dice) < chance;
      };
      const auto delay = [&] { return happens(late) ? Duration(120ms) : Duration(20ms); };
      Fate fate;
      if (!happens(lost)) fate.push_back(delay());
      if (happens(doubled)) fate.push_back(delay());
      return fate;
    };
  }
};

class Meeting {
 public:
  explicit Meeting(Fates fates = soon, Duration patience = 30s)
      : fates_(std::move(fates)), greeting_(host, now, patience) {}

  /// Runs until the host has opened the client's first sealed packet, or the client has given up.
  void run() {
    send(Way::up, [&](wire::Outbox& out) { end(greeting_.tick(now, out)); });
    while (!problem && !is_known) step();
  }
  /// Runs until no datagram is in flight.
  void settle() {
    while (!network_.empty()) step();
  }

  const wire::Endpoint host = at("192.0.2.1:8888");
  const wire::Endpoint client = at("198.51.100.7:40000");
  Moment now{};
  HandshakeServer handshake_server{some_identity()};
  std::optional<Keys> host_keys;
  std::optional<HandshakeClient::Established> welcome;
  std::optional<std::string> problem;
  /// The host has opened the client's first sealed packet.
  bool is_known = false;
  /// In the order of sending.
  std::map<Way, std::vector<std::string>> sent;

 private:
  struct Arrival {
    Way way;
    std::string bytes;
  };

  template <class Act>
  void send(Way way, Act act) {
    wire::Outbox out;
    act(out);
    for (const auto& delivery : out.deliveries()) dispatch(way, out.bytes(delivery));
  }
  void dispatch(Way way, std::string_view bytes) {
    const auto index = sent[way].size();
    sent[way].emplace_back(bytes);
    for (const auto delay : fates_(way, index))
      network_.emplace(now.steady + delay, Arrival{way, std::string(bytes)});
  }

  void step() {
    auto next = network_.empty() ? SteadyTime::max() : network_.begin()->first;
    if (!is_known) next = std::min(next, welcome ? speaks_ : greeting_.next_due());
    if (handshake_server.next_due()) next = std::min(next, *handshake_server.next_due());
    REQUIRE(next != SteadyTime::max());
    if (next > now.steady) now = now + (next - now.steady);
    if (!network_.empty() && network_.begin()->first <= now.steady) arrive();
    send(Way::down, [&](wire::Outbox& out) { handshake_server.tick(now, out); });
    if (!welcome)
      send(Way::up, [&](wire::Outbox& out) { end(greeting_.tick(now, out)); });
    else if (!is_known && speaks_ <= now.steady)
      speak();
  }
  void arrive() {
    const auto arrival = network_.extract(network_.begin()).mapped();
    if (arrival.way == Way::up)
      hear(arrival.bytes);
    else if (!welcome)
      send(Way::up, [&](wire::Outbox& out) { end(greeting_.receive(arrival.bytes, now, out)); });
  }
  void hear(const std::string& bytes) {
    if (wire::protocol_of(bytes) != wire::Protocol::sealed)
      return send(Way::down, [&](wire::Outbox& out) {
        if (auto keys = handshake_server.receive({client, bytes}, now, out))
          host_keys = std::move(keys);
      });
    REQUIRE(host_keys);
    is_known = opened(*host_keys, bytes) == "hello" || is_known;
    if (is_known) handshake_server.completed(client);
  }
  void end(HandshakeClient::Outcome outcome) {
    if (!outcome) return;
    if (!*outcome)
      problem = outcome->error().what;
    else {
      welcome.emplace(std::move(**outcome));
      speak();
    }
  }
  // Repeats a lost packet, which is the link's task elsewhere.
  void speak() {
    speaks_ = now.steady + 200ms;
    send(Way::up, [&](wire::Outbox& out) { out.send(sealed(welcome->keys, "hello"), host); });
  }

  Fates fates_;
  HandshakeClient greeting_;
  // When the client repeats its first packet.
  SteadyTime speaks_{};
  std::multimap<SteadyTime, Arrival> network_;
};

}  // namespace moonroom::secure
