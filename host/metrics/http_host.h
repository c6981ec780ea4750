// Checks whether an HTTP request is meant for this host, by its `Host` header (RFC 9110, 7.2). A
// web page can have its own name resolve to an address of this machine and read the answers (DNS
// rebinding); the header has that name. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moonroom::metrics {

/// True for an IP literal, `localhost` and each of `names`, in any case, with or without a port. A
/// trailing dot is allowed.
bool is_own_host(std::string_view host, const std::vector<std::string>& names);

}  // namespace moonroom::metrics
