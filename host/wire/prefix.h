// A block of addresses that share their first bits (CIDR, RFC 4632), and the two blocks by which
// the host counts: the source of an address and its network. Pure values: compared, hashed, parsed
// and printed. Policy (bans, limits) is elsewhere.
//
//     address                     source            network
//     IPv4                        /32               /24
//     IPv6                        /64               /48
//     IPv6 that carries an IPv4   as the IPv4 in it (NAT64, 64:ff9b::/96, RFC 6052)
//     IPv6 of a link (fe80::)     the address       /64 of the interface
//
// A machine on IPv6 chooses freely among the addresses of its /64, and a customer often has a /48.
// On a link all machines share one /64, so each link-local address is a source of its own.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/endpoint.h"

namespace moonroom::wire {

/// Made by `prefix_of`, so that all bits behind the length are 0: equal blocks compare equal.
struct Prefix {
  Address address;
  /// Counted in the IPv6-mapped form: an IPv4 /24 has 120.
  uint8_t bits = 128;

  bool operator==(const Prefix&) const = default;
  /// The length as people write it: 24 for an IPv4 /24.
  int length() const { return address.is_v4() && bits >= 96 ? bits - 96 : bits; }
  /// IPv4 addresses are only in IPv4 blocks.
  bool contains(const Address& other) const;
  bool contains(const Prefix& other) const { return bits <= other.bits && contains(other.address); }
  /// True for a block of one address.
  bool is_single() const { return bits == 128; }
};

/// The block of `bits` (of the IPv6-mapped form) that contains `address`.
Prefix prefix_of(const Address& address, int bits);

Prefix source_of(const Address& address);
Prefix network_of(const Address& address);

/// Parses "192.0.2.0/24", "2001:db8::/48", or an address, which is a block of one. Clears the bits
/// behind the length.
Result<Prefix> parse_prefix(std::string_view text);

/// The inverse of `parse_prefix`; a block of one is written as its address.
std::string to_string(const Prefix& prefix);

}  // namespace moonroom::wire

template <>
struct std::hash<moonroom::wire::Prefix> {
  size_t operator()(const moonroom::wire::Prefix& prefix) const noexcept {
    return std::hash<moonroom::wire::Address>()(prefix.address) * 131 + prefix.bits;
  }
};
