#include "wire/sealed.h"

namespace moonroom::wire {
namespace {

constexpr uint8_t kFirstRecord = 20;
constexpr uint8_t kLastRecord = 25;
constexpr uint8_t kSealed = 0x80;
constexpr uint8_t kHint = 0x81;

void put(char* at, uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) *at++ = static_cast<char>(number >> shift);
}

uint64_t number_at(std::string_view bytes, size_t at) {
  uint64_t number = 0;
  for (const char byte : bytes.substr(at, 8)) number = number << 8 | static_cast<uint8_t>(byte);
  return number;
}

}  // namespace

Protocol protocol_of(std::string_view datagram) {
  const auto first = datagram.empty() ? uint8_t{0} : static_cast<uint8_t>(datagram.front());
  if (first >= kFirstRecord && first <= kLastRecord) return Protocol::handshake;
  if (first == kSealed) return Protocol::sealed;
  return first == kHint ? Protocol::hint : Protocol::text;
}

std::optional<SealedHead> sealed_head(std::string_view datagram) {
  if (protocol_of(datagram) != Protocol::sealed) return std::nullopt;
  if (datagram.size() < kSealedHead + kSealTag) return std::nullopt;
  return SealedHead{number_at(datagram, 1), number_at(datagram, 9)};
}

std::array<char, kSealedHead> encode(const SealedHead& head) {
  std::array<char, kSealedHead> bytes{static_cast<char>(kSealed)};
  put(&bytes[1], head.session);
  put(&bytes[9], head.number);
  return bytes;
}

std::optional<SessionId> hinted_session(std::string_view datagram) {
  if (protocol_of(datagram) != Protocol::hint || datagram.size() != kHintSize) return std::nullopt;
  return number_at(datagram, 1);
}

std::array<char, kHintSize> hint(SessionId session) {
  std::array<char, kHintSize> bytes{static_cast<char>(kHint)};
  put(&bytes[1], session);
  return bytes;
}

}  // namespace moonroom::wire
