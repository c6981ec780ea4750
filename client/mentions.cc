#include "client/mentions.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "text/graphemes.h"

namespace moonroom::client {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

// Invalid UTF-8 is compared unchanged.
std::string folded(std::string_view text) {
  utf8proc_uint8_t* bytes = nullptr;
  const auto size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &bytes,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(bytes);
  if (size < 0) return std::string(text);
  return {reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)};
}

struct Range {
  utf8proc_int32_t first;
  utf8proc_int32_t last;
};

// Thai and Lao; Myanmar; Khmer; the other scripts between them and Han without blanks; Kana and
// Bopomofo; Han.
constexpr Range kWithoutBlanks[] = {
    {0x0e00, 0x0eff}, {0x1000, 0x109f},   {0x1780, 0x17ff},   {0x1950, 0x19df}, {0x1a20, 0x1aaf},
    {0x2e80, 0x2fdf}, {0x3005, 0x3007},   {0x3021, 0x312f},   {0x31a0, 0x31bf}, {0x31f0, 0x31ff},
    {0x3400, 0x4dbf}, {0x4e00, 0x9fff},   {0xa9e0, 0xa9ff},   {0xaa60, 0xaa7f}, {0xf900, 0xfaff},
    {0xff66, 0xff9f}, {0x1aff0, 0x1b16f}, {0x20000, 0x3fffd},
};
constexpr Range kHangul[] = {
    {0x1100, 0x11ff}, {0x3130, 0x318f}, {0xa960, 0xa97f}, {0xac00, 0xd7ff}, {0xffa0, 0xffdc}};

template <size_t Size>
bool is_in(utf8proc_int32_t c, const Range (&ranges)[Size]) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

bool is_word(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return false;
  }
}

// Whether a word border lies between two characters, given in the order of the text.
bool is_border(utf8proc_int32_t before, utf8proc_int32_t after) {
  if (!is_word(before) || !is_word(after)) return true;
  if (is_in(before, kWithoutBlanks) || is_in(after, kWithoutBlanks)) return true;
  return is_in(before, kHangul) != is_in(after, kHangul);
}

utf8proc_int32_t first_of(std::string_view text) {
  utf8proc_int32_t c = 0;
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &c);
  return c;
}

utf8proc_int32_t last_of(std::string_view text) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
  const auto last = std::find_if(text.rbegin(), text.rend(), begins);
  if (last == text.rend()) return 0;
  return first_of(text.substr(static_cast<size_t>(text.rend() - last) - 1));
}

bool is_between_clusters(std::string_view text, size_t at) {
  size_t end = 0;
  while (end < at) end = text::cluster_after(text, end);
  return end == at;
}

bool begins_word(std::string_view text, size_t at, std::string_view name) {
  return at == 0 || is_border(last_of(text.substr(0, at)), first_of(name));
}

bool ends_word(std::string_view text, size_t end, std::string_view name) {
  if (end == text.size()) return true;
  const auto last = last_of(name);
  const auto next = first_of(text.substr(end));
  return is_border(last, next) || (is_in(last, kHangul) && is_in(next, kHangul));
}

}  // namespace

bool mentions(std::string_view raw_text, std::string_view raw_name) {
  const auto text = folded(raw_text);
  const auto name = folded(raw_name);
  if (name.empty()) return false;
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if (begins_word(text, at, name) && ends_word(text, end, name) &&
        is_between_clusters(text, at) && is_between_clusters(text, end))
      return true;
  }
  return false;
}

}  // namespace moonroom::client
