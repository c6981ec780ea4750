#include "author/transcript_diff.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/language.h"
#include "text/graphemes.h"
#include "text/text.h"

namespace moonroom::author {
namespace {

// Bounds the report of a flooded test.
constexpr size_t kShown = 10;

// Length of the common prefix, never ending inside a character.
size_t common_start(std::string_view a, std::string_view b) {
  const auto limit = std::min(a.size(), b.size());
  size_t same = 0;
  while (same < limit && a[same] == b[same]) ++same;
  while (same > 0 && same < a.size() && (static_cast<unsigned char>(a[same]) & 0xC0) == 0x80)
    --same;
  return same;
}

std::string_view closest(std::string_view expected, const std::deque<std::string>& heard) {
  std::string_view best;
  size_t most = 0;
  for (const auto& line : heard) {
    const auto same = common_start(expected, line);
    if (same > most) best = line;
    most = std::max(most, same);
  }
  return best;
}

}  // namespace

std::string compare(std::string_view who, std::string_view expected,
                    const std::deque<std::string>& heard) {
  std::string text = tr_format("{} does not hear it\n  expected  {}", who, expected);
  if (heard.empty()) return text.append(tr("\n  heard     nothing"));
  const auto near = closest(expected, heard);
  for (size_t i = 0; i < std::min(heard.size(), kShown); ++i) {
    text +=
        fmt::format("\n  {}  {}", i == 0 ? tr("heard   ") : "        ", text::visible(heard[i]));
    if (heard[i] != near || near.empty()) continue;
    const auto columns = text::columns_of_text(near.substr(0, common_start(expected, near)));
    text += fmt::format("\n            {}^", std::string(columns, ' '));
  }
  if (heard.size() > kShown) text += tr_format("\n            and {} more", heard.size() - kShown);
  return text;
}

}  // namespace moonroom::author
