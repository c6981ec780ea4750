#include "net/resolve.h"

#include <fmt/format.h>
#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "net/sockaddr.h"

namespace moonroom::net {
namespace {

struct Target {
  std::string_view host;
  /// With its colon; empty when there is none.
  std::string_view port;
};

// Several colons and no brackets are IPv6 without a port.
Target split(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end != std::string_view::npos) return {text.substr(1, end - 1), text.substr(end + 1)};
  }
  const auto colon = std::min(text.find(':'), text.size());
  if (text.find(':', colon + 1) != std::string_view::npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon)};
}

Result<uint16_t> parse_port(std::string_view text, uint16_t default_port) {
  if (text.empty()) return default_port;
  if (!text.starts_with(':')) return problem(fmt::format("'{}' is no port", text));
  const auto any = wire::parse_endpoint(text);
  if (!any) return tl::unexpected(any.error());
  return any->port;
}

Result<std::vector<wire::Endpoint>> look_up(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (error != 0)
    return problem(fmt::format("no host '{}' is to be found: {}", host, ::gai_strerror(error)));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, ::freeaddrinfo);
  std::vector<wire::Endpoint> found;
  for (const auto* each = list; each != nullptr; each = each->ai_next) {
    SocketAddress address;
    std::memcpy(address.get(), each->ai_addr,
                std::min<size_t>(each->ai_addrlen, sizeof address.v6));
    found.push_back(to_endpoint(address));
    found.back().port = port;
  }
  return found;
}

}  // namespace

Result<wire::Endpoint> resolve(std::string_view text, uint16_t default_port) {
  return resolve_all(text, default_port).map([](const auto& all) { return all.front(); });
}

Result<std::vector<wire::Endpoint>> resolve_all(std::string_view text, uint16_t default_port) {
  const auto [host, digits] = split(text);
  if (host.empty()) return problem(fmt::format("'{}' names no host", text));
  const auto port = parse_port(digits, default_port);
  if (!port) return tl::unexpected(port.error());
  auto numeric = wire::parse_endpoint(fmt::format("[{}]:{}", host, *port));
  if (numeric) return std::vector{*numeric};
  return look_up(std::string(host), *port);
}

}  // namespace moonroom::net
