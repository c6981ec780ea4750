#include "text/text.h"

#include <utf8proc.h>

#include <algorithm>

#include "text/graphemes.h"

namespace moonroom::text {
namespace {

constexpr int32_t kReplacementPoint = 0xfffd;

// Removes and returns the next code point of `rest`; -1, and one byte removed, where the UTF-8 is
// invalid.
int32_t next_code_point(std::string_view& rest) {
  utf8proc_int32_t code_point = -1;
  const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                      static_cast<utf8proc_ssize_t>(rest.size()), &code_point);
  if (taken <= 0) {
    rest.remove_prefix(1);
    return -1;
  }
  rest.remove_prefix(static_cast<size_t>(taken));
  return code_point;
}

void append(std::string& out, int32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(code_point, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

// U+202A..E and U+2066..9 change the direction of the text behind them, also across lines.
bool turns_direction(int32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// U+2028 and U+2029 end a line in programs that do not interpret C0.
bool ends_line(int32_t c) {
  return c == 0x2028 || c == 0x2029;
}

int32_t picture_of(int32_t c) {
  if (c < 0) return kReplacementPoint;
  if (c < 0x20 && c != '\t') return 0x2400 + c;
  if (c == 0x7f) return 0x2421;
  if ((c >= 0x80 && c < 0xa0) || turns_direction(c) || ends_line(c)) return kReplacementPoint;
  return c;
}

// Continuation bytes are 10xxxxxx: no code point begins there.
size_t code_point_boundary(std::string_view text, size_t limit) {
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  return limit;
}

// `text` must be longer than `limit`.
size_t cluster_boundary(std::string_view text, size_t limit) {
  size_t boundary = 0;
  for (size_t end = cluster_after(text, 0); end <= limit; end = cluster_after(text, end))
    boundary = end;
  return boundary;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto ascii = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c < 0; });
    bytes.remove_prefix(static_cast<size_t>(ascii - bytes.begin()));
    if (!bytes.empty() && next_code_point(bytes) < 0) return false;
  }
  return true;
}

std::string visible_lines(std::string_view text) {
  std::string lines;
  while (true) {
    const auto line = text.substr(0, text.find('\n'));
    lines += visible(line);
    if (line.size() == text.size()) return lines;
    lines += '\n';
    text.remove_prefix(line.size() + 1);
  }
}

bool is_visible(std::string_view text) {
  // A fast path for ASCII, which most texts are.
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  while (!text.empty()) {
    const auto plain = std::find_if_not(text.begin(), text.end(), is_plain) - text.begin();
    text.remove_prefix(static_cast<size_t>(plain));
    if (text.empty()) break;
    const int32_t c = next_code_point(text);
    if (picture_of(c) != c) return false;
  }
  return true;
}

std::string visible(std::string_view text) {
  std::string out;
  make_visible(text, out);
  return out;
}

void make_visible(std::string_view text, std::string& out) {
  if (is_visible(text)) {
    out = text;
    return;
  }
  out.clear();
  while (!text.empty()) append(out, picture_of(next_code_point(text)));
}

std::string_view next_piece(std::string_view& rest, size_t limit) {
  size_t end = rest.size();
  if (end > limit) {
    end = cluster_boundary(rest, limit);
    if (end == 0) end = code_point_boundary(rest, limit);
  }
  const auto piece = rest.substr(0, end);
  rest.remove_prefix(end);
  return piece;
}

std::string shortened(std::string_view text, size_t limit) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= limit) return std::string(text);
  return std::string(next_piece(text, limit - kEllipsis.size())).append(kEllipsis);
}

}  // namespace moonroom::text
