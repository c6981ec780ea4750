#include "wire/prefix.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace moonroom::wire {
namespace {

constexpr int kAllBits = 128;
constexpr int kMappedBits = 96;
// fe80::/10, the addresses of an interface (RFC 4291, 2.4).
constexpr int kLinkLocalBits = 10;

constexpr std::array<uint8_t, 12> kNat64 = {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

bool is_nat64(const Address& address) {
  return std::equal(kNat64.begin(), kNat64.end(), address.bytes.begin());
}

bool carries_v4(const Address& address) {
  return address.is_v4() || is_nat64(address);
}

// Addresses of a single machine each, though they share a /64.
bool stands_alone(const Address& address) {
  const bool is_link_local = address.bytes[0] == 0xfe && (address.bytes[1] & 0xc0) == 0x80;
  const auto zero = [](uint8_t byte) { return byte == 0; };
  const bool is_loopback =
      std::all_of(address.bytes.begin(), address.bytes.end() - 1, zero) && address.bytes[15] == 1;
  return is_link_local || is_loopback;
}

}  // namespace

bool Prefix::contains(const Address& other) const {
  const bool is_v4_block = address.is_v4() && bits >= kMappedBits;
  if (is_v4_block != other.is_v4()) return false;
  return prefix_of(other, bits) == *this;
}

Prefix prefix_of(const Address& address, int bits) {
  Prefix prefix{address, static_cast<uint8_t>(std::clamp(bits, 0, kAllBits))};
  for (int at = 0; at < 16; ++at) {
    const int kept = std::clamp(int{prefix.bits} - 8 * at, 0, 8);
    prefix.address.bytes[static_cast<size_t>(at)] &= static_cast<uint8_t>(0xff00 >> kept);
  }
  return prefix;
}

Prefix source_of(const Address& address) {
  const bool is_whole = carries_v4(address) || stands_alone(address);
  return prefix_of(address, is_whole ? kAllBits : 64);
}

Prefix network_of(const Address& address) {
  if (carries_v4(address)) return prefix_of(address, kMappedBits + 24);
  return prefix_of(address, stands_alone(address) ? 64 : 48);
}

Result<Prefix> parse_prefix(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return tl::unexpected(address.error());
  if (slash == std::string_view::npos) return prefix_of(*address, kAllBits);
  const auto digits = text.substr(slash + 1);
  const int most = address->is_v4() ? 32 : kAllBits;
  int length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  if (!is_number || length < 0 || length > most)
    return problem(fmt::format("the length in '{}' must be a number from 0 to {}", text, most));
  if (address->scope != 0 && length < kLinkLocalBits)
    return problem(
        fmt::format("the length in '{}' must be at least {}: a block of an interface "
                    "holds addresses of that interface alone",
                    text, kLinkLocalBits));
  return prefix_of(*address, address->is_v4() ? kMappedBits + length : length);
}

std::string to_string(const Prefix& prefix) {
  const auto address = to_string(prefix.address);
  return prefix.is_single() ? address : fmt::format("{}/{}", address, prefix.length());
}

}  // namespace moonroom::wire
