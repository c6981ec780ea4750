#include "wire/endpoint.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace moonroom::wire {
namespace {

constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_local_v4(const uint8_t* ip) {
  return ip[0] == 127 || ip[0] == 10 || (ip[0] == 172 && ip[1] >= 16 && ip[1] < 32) ||
         (ip[0] == 192 && ip[1] == 168) || (ip[0] == 169 && ip[1] == 254);
}

bool is_link_local_v6(const std::array<uint8_t, 16>& ip) {
  return ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80;
}

bool is_local_v6(const std::array<uint8_t, 16>& ip) {
  const bool loopback =
      ip[15] == 1 && std::all_of(ip.begin(), ip.end() - 1, [](uint8_t b) { return b == 0; });
  const bool unique_local = (ip[0] & 0xfe) == 0xfc;
  return loopback || is_link_local_v6(ip) || unique_local;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<uint16_t> parse_port(std::string_view text) {
  if (const auto number = parse_number<uint16_t>(text)) return *number;
  return problem(fmt::format("'{}' is no port (0 to 65535)", text));
}

std::optional<Address> parse_bytes(const std::string& text) {
  Address address;
  std::array<uint8_t, 4> v4{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) return v4_address(v4);
  if (inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

// An interface by its number, as `to_string` writes it, or by its name; 0 when there is none.
uint32_t parse_scope(const std::string& text) {
  const auto number = parse_number<uint32_t>(text);
  return number ? *number : if_nametoindex(text.c_str());
}

// The text before and behind the last colon; "[...]" keeps an IPv6 address together.
std::pair<std::string_view, std::string_view> split_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end != std::string_view::npos && text.substr(end + 1).starts_with(':'))
      return {text.substr(1, end - 1), text.substr(end + 2)};
  }
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return {{}, text};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

bool Address::is_v4() const {
  return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

bool Address::is_any() const {
  const auto zero = [](uint8_t b) { return b == 0; };
  return std::all_of(bytes.begin() + (is_v4() ? 12 : 0), bytes.end(), zero);
}

bool Address::is_local() const {
  return is_v4() ? is_local_v4(&bytes[12]) : is_local_v6(bytes);
}

Address v4_address(const std::array<uint8_t, 4>& bytes) {
  Address address;
  std::copy(kMapped.begin(), kMapped.end(), address.bytes.begin());
  std::copy(bytes.begin(), bytes.end(), address.bytes.begin() + 12);
  return address;
}

Result<Address> parse_address(std::string_view text) {
  const auto percent = std::min(text.find('%'), text.size());
  auto address = parse_bytes(std::string(text.substr(0, percent)));
  // The system's functions stop at a NUL and would ignore the text behind it.
  if (!address || text.find('\0') != std::string_view::npos)
    return problem(fmt::format("'{}' is no IP address", text));
  if (percent == text.size()) return *address;
  address->scope = parse_scope(std::string(text.substr(percent + 1)));
  if (address->scope != 0 && is_link_local_v6(address->bytes)) return *address;
  return problem(fmt::format("'{}' is no address of an interface here", text));
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto [host, digits] = split_port(text);
  const auto address = host.empty() ? Result<Address>(Address{}) : parse_address(host);
  if (!address) return tl::unexpected(address.error());
  const auto port = parse_port(digits);
  if (!port) return tl::unexpected(port.error());
  return Endpoint{*address, *port, {}};
}

std::string to_string(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.is_v4()) return inet_ntop(AF_INET, &address.bytes[12], text.data(), text.size());
  std::string words = inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
  if (address.scope != 0) words += fmt::format("%{}", address.scope);
  return words;
}

std::string to_string(const Endpoint& endpoint) {
  const char* form = endpoint.address.is_v4() ? "{}:{}" : "[{}]:{}";
  return fmt::format(fmt::runtime(form), to_string(endpoint.address), endpoint.port);
}

}  // namespace moonroom::wire

size_t std::hash<moonroom::wire::Address>::operator()(
    const moonroom::wire::Address& address) const noexcept {
  const std::string_view bytes(reinterpret_cast<const char*>(address.bytes.data()),
                               address.bytes.size());
  return std::hash<std::string_view>()(bytes) ^ address.scope;
}

size_t std::hash<moonroom::wire::Endpoint>::operator()(
    const moonroom::wire::Endpoint& endpoint) const noexcept {
  constexpr uint64_t kGolden = 0x9e3779b97f4a7c15;
  if (endpoint.session != 0) return endpoint.session * kGolden;
  // Many members share an address and differ by port, so the port must affect every bit.
  return std::hash<moonroom::wire::Address>()(endpoint.address) ^ (endpoint.port * kGolden);
}
