// The rim of the address race (address_race.h): sockets, handshakes that ask each address whether a
// host is there, and the clock. A host that is chosen is spoken with anew by the protocol.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "wire/endpoint.h"

namespace moonroom::client {

/// The address that answers first; the only one without asking. A host of plain text answers
/// logins only, so `classic` takes the first address that no ICMP message reports as unreachable.
/// nullopt when no address answers for ten seconds, or when `go_on` says so: it is called whenever
/// `descriptor` is readable.
std::optional<wire::Endpoint> choose_address(const std::vector<wire::Endpoint>& addresses,
                                             bool classic, int descriptor,
                                             const std::function<bool()>& go_on);

}  // namespace moonroom::client
