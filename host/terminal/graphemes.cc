#include "terminal/graphemes.h"

#include <utf8proc.h>

#include <algorithm>

#include "terminal/utf8.h"

namespace moonroom::terminal {
namespace {

// Asks for the picture of a character that has a plain form too.
constexpr utf8proc_int32_t kEmojiForm = 0xfe0f;

struct CodePoint {
  utf8proc_int32_t value = 0;
  size_t size = 1;
};

CodePoint code_point_at(std::string_view text, size_t at) {
  utf8proc_int32_t value = 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  // Bytes that are no UTF-8 must not end a loop too late.
  if (size <= 0) return {};
  return {value, static_cast<size_t>(size)};
}

bool steers(wchar_t character) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
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

// Forwards from the beginning: whether two flags or one end at a place depends on all before it.
size_t cluster_before(std::string_view text, size_t at) {
  size_t begin = 0;
  for (size_t end = 0; end < at; end = cluster_after(text, end)) begin = end;
  return begin;
}

// Terminals of today draw what several characters make together where one of them would stand.
size_t columns_of_cluster(std::string_view cluster) {
  int widest = 0;
  for (size_t at = 0; at < cluster.size();) {
    const auto next = code_point_at(cluster, at);
    widest = std::max(widest, next.value == kEmojiForm ? 2 : utf8proc_charwidth(next.value));
    at += next.size;
  }
  return static_cast<size_t>(widest);
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

std::string typable(std::string_view bytes) {
  auto text = from_utf8(bytes);
  for (wchar_t& character : text)
    if (character == L'\t' || character == L'\n' || character == L'\r') character = L' ';
  std::erase_if(text, steers);
  return to_utf8(text);
}

}  // namespace moonroom::terminal
