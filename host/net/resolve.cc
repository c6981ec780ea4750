#include "net/resolve.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <string>

#include "net/sockaddr.h"

namespace moonroom::net {
namespace {

constexpr const char* kForms = "write HOST, HOST:PORT or [IPV6]:PORT";

// RFC 1035, 2.3.4.
constexpr size_t kMaxName = 253;
constexpr size_t kMaxLabel = 63;

struct Parts {
  std::string_view host;
  /// With its colon; empty when there is none.
  std::string_view port;
  bool is_bracketed = false;
};

// Several colons and no brackets are IPv6 without a port.
Parts split(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = std::min(text.find(']'), text.size());
    return {text.substr(1, end - 1), text.substr(std::min(end + 1, text.size())), true};
  }
  const auto colon = std::min(text.find(':'), text.size());
  if (text.find(':', colon + 1) != std::string_view::npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon)};
}

Result<std::optional<uint16_t>> parse_port(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (!text.starts_with(':')) return problem(fmt::format("'{}' is no port", text));
  const auto any = wire::parse_endpoint(text);
  if (!any) return tl::unexpected(any.error());
  return any->port;
}

// Underscores are in use; the resolver handles bytes of other alphabets (RFC 5890).
bool is_name_byte(char byte) {
  return byte == '-' || byte == '_' || static_cast<unsigned char>(byte) >= 0x80 ||
         std::isalnum(static_cast<unsigned char>(byte)) != 0;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' &&
         std::all_of(label.begin(), label.end(), is_name_byte);
}

// A host name never ends with a number, so such a text is meant as IPv4 (RFC 3696, 2).
bool ends_with_number(std::string_view name) {
  const auto last = name.substr(name.rfind('.') + 1);
  return !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_host_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() > kMaxName || ends_with_number(name)) return false;
  while (true) {
    const auto dot = std::min(name.find('.'), name.size());
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == name.size()) return true;
    name.remove_prefix(dot + 1);
  }
}

// The older forms of IPv4 with fewer numbers ("127.1"), which the resolver accepts.
bool is_short_v4(const std::string& host) {
  in_addr ignored{};
  const bool has_dots_only = host.find_first_not_of("0123456789.") == std::string::npos;
  return has_dots_only && host.find('.') != std::string::npos &&
         ::inet_aton(host.c_str(), &ignored) != 0;
}

Result<void> check_host(std::string_view text, const Parts& parts) {
  const bool is_closed = !parts.is_bracketed || text.find(']') != std::string_view::npos;
  const bool is_address = wire::parse_address(parts.host).has_value();
  const bool may_be_name = !parts.is_bracketed && parts.host.find(':') == std::string_view::npos;
  if (is_closed && (is_address || (may_be_name && (is_host_name(parts.host) ||
                                                   is_short_v4(std::string(parts.host))))))
    return {};
  return problem(fmt::format("'{}' names no host; {}", text, kForms));
}

Result<std::vector<wire::Endpoint>> resolve_name(const std::string& host, uint16_t port) {
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

Result<Target> parse_target(std::string_view text) {
  const auto parts = split(text);
  if (const auto host = check_host(text, parts); !host) return tl::unexpected(host.error());
  const auto port = parse_port(parts.port);
  if (!port) return problem(fmt::format("{}; {}", port.error().what, kForms));
  return Target{std::string(parts.host), *port};
}

Result<std::vector<wire::Endpoint>> resolve_all(std::string_view text, uint16_t default_port) {
  const auto target = parse_target(text);
  if (!target) return tl::unexpected(target.error());
  const auto port = target->port.value_or(default_port);
  auto address = wire::parse_address(target->host);
  if (address) return std::vector{wire::Endpoint{*address, port, {}}};
  return resolve_name(target->host, port);
}

}  // namespace moonroom::net
