#include "bench/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace moonroom::bench {
namespace {

constexpr char kMark = '#';
constexpr size_t kSenderDigits = 4;
constexpr size_t kNumberDigits = 8;

std::optional<uint32_t> number_at(std::string_view text, size_t start, size_t digits) {
  uint32_t number = 0;
  const char* begin = text.data() + start;
  const auto [end, error] = std::from_chars(begin, begin + digits, number);
  if (error != std::errc() || end != begin + digits) return std::nullopt;
  return number;
}

}  // namespace

std::string text_of(Line line) {
  auto text = fmt::format("{}{:04} {:08} ", kMark, line.sender, line.number);
  // A run of letters that begins elsewhere in each line.
  for (uint32_t i = line.number * 7 + line.sender; text.size() < kTextSize; ++i)
    text += static_cast<char>('a' + i % 26);
  return text;
}

Heard heard_in(std::string_view datagram) {
  const auto start = datagram.find(kMark);
  if (start == std::string_view::npos) return {};
  const auto text = datagram.substr(start, kTextSize);
  if (text.size() < kTextSize) return {Kind::spoiled, {}};
  const auto sender = number_at(text, 1, kSenderDigits);
  const auto number = number_at(text, 2 + kSenderDigits, kNumberDigits);
  if (!sender || !number) return {Kind::spoiled, {}};
  const Line line{*sender, *number};
  return {text == text_of(line) ? Kind::line : Kind::spoiled, line};
}

}  // namespace moonroom::bench
