#include "bench/line.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace moonroom::bench {
namespace {

constexpr char kMark = '#';
constexpr size_t kSender = 1;
constexpr size_t kSenderDigits = 4;
constexpr size_t kNumber = kSender + kSenderDigits + 1;
constexpr size_t kNumberDigits = 8;
constexpr size_t kLetters = kNumber + kNumberDigits + 1;

// A run through the alphabet that begins elsewhere in each line.
char letter(Line line, size_t place) {
  return static_cast<char>('a' + (line.number * 7 + line.sender + place) % 26);
}

std::optional<uint32_t> number_at(std::string_view text, size_t start, size_t digits) {
  uint32_t number = 0;
  const char* begin = text.data() + start;
  const auto [end, error] = std::from_chars(begin, begin + digits, number);
  if (error != std::errc() || end != begin + digits) return std::nullopt;
  return number;
}

// As `text_of` writes it, but without writing it: this is done for each delivery.
bool is_text_of(Line line, std::string_view text) {
  if (text[kNumber - 1] != ' ' || text[kLetters - 1] != ' ') return false;
  for (size_t place = kLetters; place < kTextSize; ++place)
    if (text[place] != letter(line, place)) return false;
  return true;
}

}  // namespace

std::string text_of(Line line) {
  auto text = fmt::format("{}{:04} {:08} ", kMark, line.sender, line.number);
  while (text.size() < kTextSize) text += letter(line, text.size());
  return text;
}

Heard heard_in(std::string_view datagram) {
  const auto start = datagram.find(kMark);
  if (start == std::string_view::npos) return {};
  const auto text = datagram.substr(start, kTextSize);
  if (text.size() < kTextSize) return {Kind::spoiled, {}};
  const auto sender = number_at(text, kSender, kSenderDigits);
  const auto number = number_at(text, kNumber, kNumberDigits);
  if (!sender || !number) return {Kind::spoiled, {}};
  const Line line{*sender, *number};
  return {is_text_of(line, text) ? Kind::line : Kind::spoiled, line};
}

}  // namespace moonroom::bench
