// The outer format of a session's packets: how to tell them from text, and which session they
// belong to. Pure; the sealed content needs the session's keys (secure/keys.h).
//
//     first byte   20..25   a DTLS record: a handshake (RFC 7983 separates the same way)
//                  0x80     a sealed packet
//                  0x81     a hint
//                  else     text: no UTF-8 text begins with 0x80..0xBF, and no request with a
//                           control character
//
//     sealed       0x80 | session u64 | number u64 | ciphertext | tag, 16 bytes
//     hint         0x81 | session u64          "I do not know this session"
//
// Integers are big-endian.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/endpoint.h"

namespace moonroom::wire {

enum class Protocol : uint8_t { text, handshake, sealed, hint };

/// By the first byte alone; an empty datagram is text.
Protocol protocol_of(std::string_view datagram);

constexpr size_t kSealedHead = 17;
constexpr size_t kSealTag = 16;
constexpr size_t kHintSize = 9;
/// Fits every path without fragmentation (IPv6 carries 1,280 bytes a packet; RFC 8200, 5).
constexpr size_t kMaxPacket = 1200;
/// Fits every IPv4 path, too (RFC 791, 3.1: 576 bytes, with the headers of IPv4 and UDP).
constexpr size_t kBasePacket = 576 - 20 - 8;
/// The part of a packet that is left for the sealed frames.
constexpr size_t kMaxFrames = kMaxPacket - kSealedHead - kSealTag;

struct SealedHead {
  SessionId session = 0;
  /// Counts from 1 for each key and is never reused.
  uint64_t number = 0;
};

/// Nullopt when the datagram is shorter than any sealed packet, or another protocol.
std::optional<SealedHead> sealed_head(std::string_view datagram);
std::array<char, kSealedHead> encode(const SealedHead& head);

std::optional<SessionId> hinted_session(std::string_view datagram);
std::array<char, kHintSize> hint(SessionId session);

}  // namespace moonroom::wire
