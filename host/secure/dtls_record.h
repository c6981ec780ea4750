// The outer format of DTLS 1.2 records (RFC 6347, 4.1): enough to split a datagram, and to
// recognize a client's first message. GnuTLS handles the content of records.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace moonroom::secure {

enum class RecordType : uint8_t { change_cipher = 20, alert = 21, handshake = 22 };

struct DtlsRecord {
  RecordType type{};
  /// 0 while nothing is encrypted.
  uint16_t epoch = 0;
  /// The low byte of the record's number.
  uint8_t number = 0;
  std::string_view body;
  /// Head and body.
  std::string_view bytes;
};

/// Removes the next record from `datagram`. Nullopt when the rest is no record, or one that has no
/// place in a handshake.
std::optional<DtlsRecord> next_record(std::string_view& datagram);

/// A handshake message, or a part of one, that is not encrypted yet.
struct HandshakeMessage {
  uint8_t type = 0;
  uint16_t sequence = 0;
  /// The length of the whole message, as the part claims.
  size_t length = 0;
  /// The offset of the part in the message.
  size_t offset = 0;
  std::string_view part;
};
std::optional<HandshakeMessage> message_of(const DtlsRecord& record);

/// The answer of a host without capacity for a handshake: a fatal alert "user canceled" (RFC 5246,
/// 7.2.2: canceled for a reason unrelated to a protocol failure), 15 bytes, not encrypted.
std::string_view no_place_alert();
constexpr int kNoPlaceAlert = 90;

/// New for each handshake, and the same in all repeats of its first message.
using ClientRandom = std::array<char, 32>;

/// The random of the ClientHello at the beginning of a datagram. Nullopt for anything else, or for
/// a part of one.
std::optional<ClientRandom> client_random(std::string_view datagram);

}  // namespace moonroom::secure
