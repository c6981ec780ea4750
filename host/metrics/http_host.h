// Whether an HTTP request may be meant for this host, by its `Host` header (RFC 9110, 7.2). A page
// in a browser can have its own name resolved to an address of this machine and read what is
// answered there (DNS rebinding); the name gives it away. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moonroom::metrics {

/// True for an IP literal, `localhost` and each of `names`, in any case, with or without a port. A
/// name may end in a dot.
bool is_own_host(std::string_view host, const std::vector<std::string>& names);

}  // namespace moonroom::metrics
