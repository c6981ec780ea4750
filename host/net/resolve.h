// Names of hosts to endpoints, by the system's resolver.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// "HOST", "HOST:PORT", "[v6]", "[v6]:PORT"; without a port, `default_port`. IPv6 without brackets
/// has no port. May wait for a name server, but not for an address in numbers.
/// The first of several addresses.
Result<wire::Endpoint> resolve(std::string_view text, uint16_t default_port);

/// All of them, at least one, in the order of RFC 6724.
Result<std::vector<wire::Endpoint>> resolve_all(std::string_view text, uint16_t default_port);

}  // namespace moonroom::net
