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
  std::string host;
  std::string port;
};

// An address with several colons and no brackets is IPv6 without a port.
Target split(std::string_view text, uint16_t default_port) {
  const auto standard = std::to_string(default_port);
  if (text.starts_with('[')) {
    const auto end = std::min(text.find(']'), text.size());
    const auto rest = text.substr(std::min(end + 1, text.size()));
    return {std::string(text.substr(1, end - 1)),
            rest.starts_with(':') ? std::string(rest.substr(1)) : standard};
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
    return {std::string(text), standard};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

}  // namespace

Result<wire::Endpoint> resolve(std::string_view text, uint16_t default_port) {
  const auto [host, port] = split(text, default_port);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, ::freeaddrinfo);
  if (error != 0)
    return problem(fmt::format("'{}' is not to be found: {}", text, ::gai_strerror(error)));
  sockaddr_storage storage{};
  std::memcpy(&storage, list->ai_addr, list->ai_addrlen);
  return to_endpoint(storage);
}

}  // namespace moonroom::net
