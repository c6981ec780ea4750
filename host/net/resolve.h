// Names of hosts to endpoints, by the system's resolver.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// A host as people write it, taken apart.
struct Target {
  /// A name, or an address without brackets.
  std::string host;
  std::optional<uint16_t> port{};
};

/// "HOST", "HOST:PORT", "[v6]", "[v6]:PORT". IPv6 without brackets has no port. A Problem when the
/// text can name no host, wherever it is looked up. Asks nobody.
Result<Target> parse_target(std::string_view text);

/// What `parse_target` takes; without a port, `default_port`. May wait for a name server, but not
/// for an address in numbers. The first of several addresses.
Result<wire::Endpoint> resolve(std::string_view text, uint16_t default_port);

/// All of them, at least one, in the order of RFC 6724.
Result<std::vector<wire::Endpoint>> resolve_all(std::string_view text, uint16_t default_port);

}  // namespace moonroom::net
