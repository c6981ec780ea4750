// The outside of DTLS 1.2 records (RFC 6347, 4.1): enough to take a datagram apart, and to know a
// client's first word when it comes. What is inside a record is GnuTLS' business.
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

/// Takes the next record off `datagram`. Nothing when what is left of it is none, or one that has
/// no place in a handshake.
std::optional<DtlsRecord> next_record(std::string_view& datagram);

/// A handshake message, or a part of one, that is not encrypted yet.
struct HandshakeMessage {
  uint8_t type = 0;
  uint16_t sequence = 0;
  /// Of the whole message, as the part claims.
  size_t length = 0;
  /// Where in the message the part begins.
  size_t offset = 0;
  std::string_view part;
};
std::optional<HandshakeMessage> message_of(const DtlsRecord& record);

/// The host has no place for this handshake at the moment: a fatal alert "user canceled" (RFC 5246,
/// 7.2.2: canceled for a reason unrelated to a protocol failure), 15 bytes, not encrypted.
std::string_view no_place_alert();
constexpr int kNoPlaceAlert = 90;

/// Chosen anew for each handshake, and the same in all repeats of its first message.
using ClientRandom = std::array<char, 32>;

/// Of the ClientHello that a datagram begins with. Nothing when it is anything else, or a part.
std::optional<ClientRandom> client_random(std::string_view datagram);

}  // namespace moonroom::secure
