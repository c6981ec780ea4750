#include "text/utf8.h"

namespace moonroom::text {
namespace {

constexpr wchar_t kReplacementCharacter = 0xfffd;

bool encodable(uint32_t character) {
  return character < 0xd800 || (character > 0xdfff && character <= 0x10ffff);
}

void append(std::string& out, uint32_t character) {
  const auto byte = [&](uint32_t bits) { out += static_cast<char>(bits); };
  if (character < 0x80) return byte(character);
  if (character < 0x800) {
    byte(0xc0 | (character >> 6));
  } else {
    if (character < 0x10000) {
      byte(0xe0 | (character >> 12));
    } else {
      byte(0xf0 | (character >> 18));
      byte(0x80 | ((character >> 12) & 0x3f));
    }
    byte(0x80 | ((character >> 6) & 0x3f));
  }
  byte(0x80 | (character & 0x3f));
}

}  // namespace

bool Utf8Decoder::begin(uint8_t byte) {
  lowest_ = 0x80;
  highest_ = 0xbf;
  if (byte >= 0xc2 && byte <= 0xdf) {
    missing_ = 1;
    character_ = byte & 0x1f;
  } else if (byte >= 0xe0 && byte <= 0xef) {
    missing_ = 2;
    character_ = byte & 0x0f;
    if (byte == 0xe0) lowest_ = 0xa0;
    if (byte == 0xed) highest_ = 0x9f;
  } else if (byte >= 0xf0 && byte <= 0xf4) {
    missing_ = 3;
    character_ = byte & 0x07;
    if (byte == 0xf0) lowest_ = 0x90;
    if (byte == 0xf4) highest_ = 0x8f;
  }
  return missing_ > 0;
}

void Utf8Decoder::feed(uint8_t byte, std::wstring& out) {
  if (missing_ > 0 && byte >= lowest_ && byte <= highest_) {
    character_ = (character_ << 6) | (byte & 0x3f);
    lowest_ = 0x80;
    highest_ = 0xbf;
    if (--missing_ == 0) out += static_cast<wchar_t>(character_);
    return;
  }
  finish(out);
  if (byte < 0x80) {
    out += static_cast<wchar_t>(byte);
  } else if (!begin(byte)) {
    out += kReplacementCharacter;
  }
}

void Utf8Decoder::feed(std::string_view bytes, std::wstring& out) {
  for (const char byte : bytes) feed(static_cast<uint8_t>(byte), out);
}

void Utf8Decoder::finish(std::wstring& out) {
  if (missing_ > 0) out += kReplacementCharacter;
  missing_ = 0;
}

std::string to_utf8(std::wstring_view text) {
  std::string out;
  for (const wchar_t character : text) {
    const auto value = static_cast<uint32_t>(static_cast<char32_t>(character));
    append(out, encodable(value) ? value : kReplacementCharacter);
  }
  return out;
}

std::wstring from_utf8(std::string_view bytes) {
  std::wstring out;
  Utf8Decoder decoder;
  decoder.feed(bytes, out);
  decoder.finish(out);
  return out;
}

std::string_view utf8_prefix(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  // Continuation bytes are 10xxxxxx: no character begins there.
  while (limit > 0 && (static_cast<uint8_t>(text[limit]) & 0xc0) == 0x80) --limit;
  return text.substr(0, limit);
}

}  // namespace moonroom::text
