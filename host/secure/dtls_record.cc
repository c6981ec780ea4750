#include "secure/dtls_record.h"

#include <algorithm>

namespace moonroom::secure {
namespace {

constexpr size_t kRecordHead = 13;
constexpr size_t kMessageHead = 12;
// DTLS counts its versions down: 254.255 is 1.0, 254.253 is 1.2.
constexpr uint8_t kMajorVersion = 254;
constexpr uint8_t kClientHello = 1;

size_t number_at(std::string_view bytes, size_t at, size_t width) {
  size_t number = 0;
  for (const char byte : bytes.substr(at, width)) number = number << 8 | static_cast<uint8_t>(byte);
  return number;
}

bool is_of_a_handshake(std::string_view head) {
  const auto type = static_cast<uint8_t>(head[0]);
  return type >= static_cast<uint8_t>(RecordType::change_cipher) &&
         type <= static_cast<uint8_t>(RecordType::handshake) &&
         static_cast<uint8_t>(head[1]) == kMajorVersion;
}

}  // namespace

std::optional<DtlsRecord> next_record(std::string_view& datagram) {
  if (datagram.size() < kRecordHead || !is_of_a_handshake(datagram)) return std::nullopt;
  const auto size = kRecordHead + number_at(datagram, 11, 2);
  if (datagram.size() < size || size == kRecordHead) return std::nullopt;
  DtlsRecord record;
  record.type = static_cast<RecordType>(datagram[0]);
  record.epoch = static_cast<uint16_t>(number_at(datagram, 3, 2));
  record.number = static_cast<uint8_t>(datagram[10]);
  record.bytes = datagram.substr(0, size);
  record.body = record.bytes.substr(kRecordHead);
  datagram.remove_prefix(size);
  return record;
}

std::optional<HandshakeMessage> message_of(const DtlsRecord& record) {
  const auto body = record.body;
  if (record.type != RecordType::handshake || record.epoch != 0) return std::nullopt;
  if (body.size() < kMessageHead) return std::nullopt;
  HandshakeMessage message;
  message.type = static_cast<uint8_t>(body[0]);
  message.length = number_at(body, 1, 3);
  message.sequence = static_cast<uint16_t>(number_at(body, 4, 2));
  message.offset = number_at(body, 6, 3);
  const auto size = number_at(body, 9, 3);
  if (body.size() < kMessageHead + size) return std::nullopt;
  message.part = body.substr(kMessageHead, size);
  return message;
}

std::string_view no_place_alert() {
  static constexpr std::array<char, kRecordHead + 2> kBytes = {
      21, '\xfe', '\xfd', 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2, static_cast<char>(kNoPlaceAlert)};
  return {kBytes.data(), kBytes.size()};
}

std::optional<ClientRandom> client_random(std::string_view datagram) {
  constexpr size_t kVersion = 2;
  const auto record = next_record(datagram);
  const auto hello = record ? message_of(*record) : std::nullopt;
  if (!hello || hello->type != kClientHello || hello->part.size() != hello->length)
    return std::nullopt;
  ClientRandom random;
  if (hello->part.size() < kVersion + random.size()) return std::nullopt;
  std::copy_n(hello->part.begin() + kVersion, random.size(), random.begin());
  return random;
}

}  // namespace moonroom::secure
