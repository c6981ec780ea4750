// The classic text protocol: what the course's clients send and expect, one request per datagram.
// Pure: converts bytes to a Request, and texts to bytes. docs/protocol.md has every byte with
// examples.
//
//     request = verb [SP name [SP text]] [[CR] LF]
//     login   = ("L" / "LOGIN") SP name               answered "OK", or with a reason
//     chat    = ("C" / "CHAT") SP name SP text        answered with nothing
//     quit    = "Q" [SP name]                         answered "EXIT"
//             / ("E" / "EXIT" / "QUIT") SP name
//
// The text can be empty and can contain blanks anywhere. A request that ends with LF comes from a
// program that reads lines (netcat), so datagrams to it end with LF too.
//
// These are the standard words; a room can configure others (wire/classic_words.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "wire/classic_words.h"

namespace moonroom::wire {

/// No datagram to a text member is longer: the smallest chat buffer of the known clients, used by
/// 23 of 75.
constexpr size_t kMaxDatagram = 1024;

/// 23 of the known clients read the answer to a login into 128 bytes, one into 120.
constexpr size_t kMaxReason = 120;

/// The size limit of a request. A line longer than a page of text is refused rather than cut, so
/// that its author does not believe that all of it was sent.
constexpr size_t kMaxRequest = 4096;

// The standard words; session messages use no others.
constexpr std::string_view kWelcome = "OK";
constexpr std::string_view kEnd = "EXIT";

/// Views into the datagram, valid as long as its bytes are.
struct Request {
  Verb verb{};
  /// Without blanks around it. A login's name can contain blanks, a chat's cannot.
  std::string_view name;
  std::string_view text;
  /// The sender ends its datagrams with a line feed.
  bool newline_framing = false;
};

/// Nullopt when the bytes are no request: an unknown verb, bad UTF-8, an empty datagram.
std::optional<Request> decode(std::string_view bytes, const ClassicWords& words = standard_words());

/// `why` as the answer to a login: at most kMaxReason bytes, one line, and different from the
/// welcome and the end.
std::string reason(std::string_view why, const ClassicWords& words = standard_words());

/// `bytes` for a program that reads lines, or for one that reads datagrams.
std::string in_line_form(std::string_view bytes, bool newline_framing);

/// Removes and returns the next datagram of `rest`, at most kMaxDatagram bytes and never the end
/// token. A datagram that had to be changed is in `piece`. Call it until `rest` is empty.
std::string_view next_datagram(std::string_view& rest, bool newline_framing, std::string& piece,
                               std::string_view end = kEnd);

}  // namespace moonroom::wire
