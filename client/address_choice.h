// The I/O side of the address race (address_race.h): sockets, the clock, and handshakes that ask
// each address whether a host is there. The protocol then starts anew with the chosen address.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "wire/endpoint.h"

namespace moonroom::client {

/// The address that answers first; a single address is returned without asking. A classic host
/// answers only logins, so `classic` takes the first address that no ICMP message reports as
/// unreachable. Nullopt when no address answers within ten seconds, or when `go_on`, which is
/// called whenever `descriptor` is readable, returns false.
std::optional<wire::Endpoint> choose_address(const std::vector<wire::Endpoint>& addresses,
                                             bool classic, int descriptor,
                                             const std::function<bool()>& go_on);

}  // namespace moonroom::client
