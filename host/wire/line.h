// An entry of the room's log as a session message. The encoding is short for typical entries,
// because each entry is sent to all members and the packet size limits a busy host.
//
//     line   = "M" flags number time [kind] from [bare] text
//     flags  = u8                  ; Line's, with kMessage, kNamed, kTail, kApart
//     number = varint              ; RFC 9000, 16: 1, 2, 4 or 8 bytes
//     time   = u32                 ; big-endian, seconds since 1970
//     kind   = u8 size, bytes      ; left out with kMessage: the kind is "message"
//     from   = u8 size, bytes      ; with kNamed the size alone: `text` begins with it
//     bare   = varint size, bytes  ; kTail: the size alone, `text` ends with it; kApart: both;
//                                  ; with neither flag it is left out, and empty
//
// Only peers of version 2 (session_text.h) read `bare`; leave it empty for others.
//
// Pure. Views are valid as long as the message's bytes are. All text is UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::wire {

struct Line {
  /// The line was said while this member was away.
  static constexpr uint8_t kReplayed = 1;
  /// `from` is a text member: the name is only as trustworthy as their address.
  static constexpr uint8_t kByText = 2;
  /// The entry has a restricted audience.
  static constexpr uint8_t kPrivate = 4;

  uint8_t flags = 0;
  /// Below 2^62.
  uint64_t number = 0;
  /// Seconds since 1970.
  uint32_t time = 0;
  /// Both are cut to 255 bytes.
  std::string_view kind;
  std::string_view from;
  /// The line as text members see it.
  std::string_view text;
  /// The author's text, without the words that the room adds.
  std::string_view bare = {};
};

/// Nullopt when the bytes are no line, or no UTF-8.
std::optional<Line> decode_line(std::string_view message);
/// Overwrites `out`.
void encode(const Line& line, std::string& out);

}  // namespace moonroom::wire
