// Resolves host names to endpoints, by the system's resolver.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// The parts of a host as people write it.
struct Target {
  /// A name, or an address without brackets.
  std::string host;
  std::optional<uint16_t> port{};
};

/// Parses "HOST", "HOST:PORT", "[v6]", "[v6]:PORT". IPv6 without brackets has no port. A Problem
/// when the text cannot be a host. No lookup.
Result<Target> parse_target(std::string_view text);

/// Resolves the forms of `parse_target`; without a port, uses `default_port`. Can block on a name
/// server, but not for a numeric address. Returns the first of several addresses.
Result<wire::Endpoint> resolve(std::string_view text, uint16_t default_port);

/// All addresses, at least one, in the order of RFC 6724.
Result<std::vector<wire::Endpoint>> resolve_all(std::string_view text, uint16_t default_port);

}  // namespace moonroom::net
