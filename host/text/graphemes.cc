#include "text/graphemes.h"

#include <utf8proc.h>

#include <algorithm>

namespace moonroom::text {
namespace {

// Selects the emoji form of a character that has a plain form too.
constexpr utf8proc_int32_t kEmojiForm = 0xfe0f;
constexpr utf8proc_int32_t kReplacement = 0xfffd;

struct CodePoint {
  utf8proc_int32_t value = kReplacement;
  size_t size = 1;
};

CodePoint code_point_at(std::string_view text, size_t at) {
  utf8proc_int32_t value = 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (size <= 0) return {};
  return {value, static_cast<size_t>(size)};
}

// Vowels and finals of Hangul: a terminal draws them into the syllable before, and draws nothing
// where there is none.
bool is_hangul_tail(utf8proc_int32_t c) {
  return (c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7fb);
}

bool is_flag_half(utf8proc_int32_t c) {
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

int columns_of(utf8proc_int32_t c) {
  if (c == kEmojiForm) return 2;
  if (is_hangul_tail(c)) return 0;
  return utf8proc_charwidth(c);
}

}  // namespace

size_t cluster_after(std::string_view text, size_t at) {
  auto last = code_point_at(text, at);
  utf8proc_int32_t state = 0;
  for (at += last.size; at < text.size(); at += last.size) {
    const auto next = code_point_at(text, at);
    if (utf8proc_grapheme_break_stateful(last.value, next.value, &state)) break;
    last = next;
  }
  return at;
}

// Scans from the beginning, because the number of regional indicators before a place decides
// whether a flag ends there.
size_t cluster_before(std::string_view text, size_t at) {
  size_t begin = 0;
  for (size_t end = 0; end < at; end = cluster_after(text, end)) begin = end;
  return begin;
}

// Current terminals draw a composed character as wide as its widest part; the two halves of a flag
// take a column each.
size_t columns_of_cluster(std::string_view cluster) {
  int widest = 0;
  int halves = 0;
  for (size_t at = 0; at < cluster.size();) {
    const auto next = code_point_at(cluster, at);
    widest = std::max(widest, columns_of(next.value));
    halves += is_flag_half(next.value) ? 1 : 0;
    at += next.size;
  }
  return static_cast<size_t>(std::max(widest, halves));
}

size_t columns_of_text(std::string_view text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = cluster_after(text, at);
    columns += columns_of_cluster(text.substr(at, end - at));
    at = end;
  }
  return columns;
}

std::string_view columns_prefix(std::string_view text, size_t columns) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = cluster_after(text, at);
    const size_t wide = columns_of_cluster(text.substr(at, end - at));
    if (wide > columns) break;
    columns -= wide;
    at = end;
  }
  return text.substr(0, at);
}

}  // namespace moonroom::text
