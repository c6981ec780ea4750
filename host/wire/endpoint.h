// The address of a datagram as a value: compared, hashed, printed, no socket. IPv4 addresses are
// stored in their IPv6-mapped form (RFC 4291, 2.5.5.2), so there is one kind of address.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace moonroom::wire {

struct Address {
  /// Network order; all zero means "any" (or none).
  std::array<uint8_t, 16> bytes{};
  /// The interface of a link-local IPv6 address, else 0.
  uint32_t scope = 0;

  bool operator==(const Address&) const = default;
  static void fields(auto& it, auto& visit) { visit(it.bytes, it.scope); }
  bool is_v4() const;
  bool is_any() const;
  /// Loopback, private (RFC 1918, RFC 4193) or link-local: a source on our own network.
  bool is_local() const;
};

/// The id of a session, from its handshake; 0 is none.
using SessionId = uint64_t;

enum class Transport : uint8_t { text, session };

struct Endpoint {
  Address address;
  uint16_t port = 0;
  /// 0 for plain text. A session identifies the sender at any address; the address is then only
  /// where the latest packet came from.
  SessionId session = 0;
  /// Which of our own addresses the peer wrote to. Answers leave from it, because a connected
  /// socket receives nothing else. Comparison ignores it.
  Address via{};
  /// Our port that belongs to `via`, where the host listens on several sockets; else 0.
  uint16_t via_port = 0;

  bool operator==(const Endpoint& other) const {
    if (session != 0 || other.session != 0) return session == other.session;
    return port == other.port && address == other.address;
  }

  Transport transport() const { return session != 0 ? Transport::session : Transport::text; }
  /// Encrypted and authenticated: nobody on the path can read or forge it, and the peer has proved
  /// that it receives at its address.
  bool is_sealed() const { return transport() == Transport::session; }
  /// A member keeps their seat when the connection is lost, and the client asks for what it has
  /// missed. It shows by itself whether it is alive.
  bool can_resume() const { return transport() == Transport::session; }

  /// Where the peer is, as scripts see it; the session stays in the host.
  static void fields(auto& it, auto& visit) { visit(it.address, it.port); }
};

/// From the four bytes of an IPv4 address in network order.
Address v4_address(const std::array<uint8_t, 4>& bytes);

/// "192.0.2.7", "2001:db8::7", "fe80::7%eth0".
Result<Address> parse_address(std::string_view text);

/// "192.0.2.7:8888", "[2001:db8::7]:8888", also ":8888" and "8888" (any address). Does not resolve
/// names; net::resolve does.
Result<Endpoint> parse_endpoint(std::string_view text);

std::string to_string(const Address& address);
std::string to_string(const Endpoint& endpoint);

}  // namespace moonroom::wire

template <>
struct std::hash<moonroom::wire::Address> {
  size_t operator()(const moonroom::wire::Address& address) const noexcept;
};

template <>
struct std::hash<moonroom::wire::Endpoint> {
  size_t operator()(const moonroom::wire::Endpoint& endpoint) const noexcept;
};
