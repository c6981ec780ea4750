// Converts UTF-8 to characters and back, for bytes that arrive in pieces of any size: a read can
// split a key press. Pure. Invalid UTF-8 becomes U+FFFD, one for each maximal part, as the Unicode
// standard (3.9, table 3-8) advises.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moonroom::text {

class Utf8Decoder {
 public:
  /// Appends the characters that `bytes` complete, and keeps an incomplete one for the next call.
  void feed(std::string_view bytes, std::wstring& out);
  /// The input has ended: an incomplete character becomes U+FFFD.
  void finish(std::wstring& out);

 private:
  void feed(uint8_t byte, std::wstring& out);
  bool begin(uint8_t byte);

  uint32_t character_ = 0;
  int missing_ = 0;
  /// The range of the next byte: narrower than 80..BF where that would be an overlong form, a
  /// surrogate, or above U+10FFFF (RFC 3629, section 4).
  uint8_t lowest_ = 0x80;
  uint8_t highest_ = 0xbf;
};

/// Characters that UTF-8 cannot encode become U+FFFD.
std::string to_utf8(std::wstring_view text);

/// Decodes a whole text in one call, with the decoder's replacements.
std::wstring from_utf8(std::string_view bytes);

/// The longest prefix of `text` with at most `limit` bytes that does not end inside a character.
std::string_view utf8_prefix(std::string_view text, size_t limit);

}  // namespace moonroom::text
